import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inInterval, type IntervalFlags } from '../../../src/ops/filter/base.js';

type Change = Partial<IntervalFlags> & { min?: number | null; max?: number | null };

function kept({ min = 2, max = 4, ...change }: Change): number[] {
  const closed = { min_closed_interval: true, max_closed_interval: true, reversed_range: false };
  return [1, 2, 3, 4, 5].filter((value) => inInterval(value, [min, max], { ...closed, ...change }));
}

test('bounds are inside a closed interval and outside an open one', () => {
  assert.deepEqual(kept({}), [2, 3, 4]);
  assert.deepEqual(kept({ min_closed_interval: false }), [3, 4]);
  assert.deepEqual(kept({ max_closed_interval: false }), [2, 3]);
  assert.deepEqual(kept({ min_closed_interval: false, max_closed_interval: false }), [3]);
});

test('a reversed range keeps the outside, and closed bounds with it', () => {
  assert.deepEqual(kept({ reversed_range: true }), [1, 2, 4, 5]);
  assert.deepEqual(kept({ reversed_range: true, min_closed_interval: false }), [1, 4, 5]);
  assert.deepEqual(kept({ reversed_range: true, max_closed_interval: false }), [1, 2, 5]);
  const open = { min_closed_interval: false, max_closed_interval: false };
  assert.deepEqual(kept({ reversed_range: true, ...open }), [1, 5]);
});

test('a bound that is null does not bound, in either direction', () => {
  assert.deepEqual(kept({ min: null }), [1, 2, 3, 4]);
  assert.deepEqual(kept({ max: null }), [2, 3, 4, 5]);
  assert.deepEqual(kept({ min: null, max: null }), [1, 2, 3, 4, 5]);
  assert.deepEqual(kept({ max: null, reversed_range: true }), [1, 2]);
  assert.deepEqual(kept({ min: null, max: null, reversed_range: true }), []);
});
