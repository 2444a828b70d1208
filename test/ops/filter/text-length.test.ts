import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JuicerError } from '../../../src/model/errors.js';
import { parseParams } from '../../../src/ops/run.js';
import { opNamed, preparedFilter, rowOf } from '../support.js';

const NAME = 'text_length_filter';

function keeps(text: string, params: Record<string, unknown>): boolean {
  const op = preparedFilter(NAME, params);
  return op.keep(op.measure(rowOf(text)));
}

test('length is counted in code points, a lone surrogate being one', () => {
  const op = preparedFilter(NAME, {});
  const lengths = [
    '',
    'abc',
    '\u{1F600}\u{1F600}',
    '\ud800',
    '\udc00\ud800',
    'e\u0301',
    '\ud83d\ud83d\ude00',
  ];
  assert.deepEqual(
    lengths.map((text) => op.measure(rowOf(text)).text_len),
    [0, 3, 2, 1, 2, 2, 2],
  );
});

test('without parameters a text of 10 characters stays and one of 9 goes', () => {
  assert.equal(keeps('0123456789', {}), true);
  assert.equal(keeps('012345678', {}), false);
  assert.equal(keeps('x'.repeat(100_000), {}), true);
});

test('both bounds are kept, whether the range is reversed or not', () => {
  const bounds = { min_len: 2, max_len: 4 };
  const texts = ['a', 'ab', 'abc', 'abcd', 'abcde'];
  assert.deepEqual(
    texts.map((text) => keeps(text, bounds)),
    [false, true, true, true, false],
  );
  assert.deepEqual(
    texts.map((text) => keeps(text, { ...bounds, reversed_range: true })),
    [true, true, false, true, true],
  );
});

test("the peer's own default bound, 2^63 - 1, is accepted", () => {
  assert.equal(keeps('0123456789', { max_len: 9223372036854775807 }), true);
});

test('a lower bound above the upper one is refused, naming both', () => {
  assert.throws(
    () => parseParams(opNamed(NAME), { min_len: 200, max_len: 100 }),
    (error) =>
      error instanceof JuicerError && /min_len \(200\) is greater than max_len \(100\)/.test(error.message),
  );
  assert.equal(parseParams(opNamed(NAME), { min_len: 100, max_len: 100 }).max_len, 100);
});

test('a bound that is no whole number is refused', () => {
  for (const min_len of [1.5, NaN, Infinity, '10', true]) {
    assert.throws(() => parseParams(opNamed(NAME), { min_len }), { code: 'E_RECIPE' });
  }
});

test("the peer's per-op base parameters are not accepted", () => {
  for (const name of ['text_key', 'batch_size', 'num_proc', 'skip_op_error', 'stats_export_path']) {
    assert.throws(() => parseParams(opNamed(NAME), { [name]: 1 }), { code: 'E_RECIPE' });
  }
});
