import assert from 'node:assert/strict';
import test from 'node:test';
import { etaOf } from '../../../src/cli/watch/eta.js';

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x = (x * 1_103_515_245 + 12_345) % 2 ** 31;
    yield x / 2 ** 31;
  }
}

test('the time left lies between what the fastest and the slowest partition would give, low to high', () => {
  const random = numbers(7);
  const next = (): number => random.next().value;
  for (let round = 0; round < 500; round++) {
    const count = 3 + Math.floor(next() * 40);
    const done = Array.from({ length: count }, () => ({
      seconds: 0.01 + next() * 100,
      bytes: 1 + next() * 1e6,
    }));
    const [bytesLeft, open] = [1 + next() * 1e8, 1 + Math.floor(next() * 16)];
    const eta = etaOf({ done, bytesLeft, open });
    assert.ok(eta);
    const paces = done.map((p) => (p.seconds / p.bytes) * bytesLeft);
    assert.ok(Math.min(...paces) / open <= eta.low + 1e-9, `round ${round}: low`);
    assert.ok(eta.low <= eta.middle && eta.middle <= eta.high, `round ${round}: order`);
    assert.ok(eta.high <= Math.max(...paces) / open + 1e-9, `round ${round}: high`);
  }
});

test('equal partitions leave no doubt about the time left', () => {
  const done = Array.from({ length: 3 }, () => ({ seconds: 10, bytes: 1000 }));
  assert.deepEqual(etaOf({ done, bytesLeft: 4000, open: 2 }), { low: 20, middle: 20, high: 20 });
});

test('nothing is told before three partitions are done, when nothing is open, or when nothing is left', () => {
  const two = Array.from({ length: 2 }, () => ({ seconds: 10, bytes: 1000 }));
  const three = [...two, { seconds: 10, bytes: 1000 }];
  assert.equal(etaOf({ done: two, bytesLeft: 4000, open: 2 }), null);
  assert.equal(etaOf({ done: three, bytesLeft: 4000, open: 0 }), null);
  assert.equal(etaOf({ done: three, bytesLeft: 0, open: 2 }), null);
});
