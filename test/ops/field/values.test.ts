import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toFloat } from '../../../src/ops/field/float.js';
import { compare, contains, isEqual, isTrue, Tuple } from '../../../src/ops/field/values.js';

test("numbers in texts are those that Python's float() takes", () => {
  const taken: [string, number][] = [
    ['1', 1],
    [' -1.5e3\n', -1500],
    ['\u30001_000.', 1000],
    ['.5', 0.5],
    ['+00', 0],
    ['1e400', Infinity],
    ['-Infinity', -Infinity],
    ['iNf', Infinity],
  ];
  for (const [text, value] of taken) assert.equal(toFloat(text), value, text);
  assert.ok(Number.isNaN(toFloat('-NaN')));
  for (const text of [
    '',
    ' ',
    '.',
    'e1',
    '1e',
    '0x10',
    '1__0',
    '_1',
    '1_',
    '1._5',
    '1,5',
    '--1',
    'infinit',
    '1 2',
    '\u200b1',
  ])
    assert.equal(toFloat(text), null, text);
});

test('a text of 1 MB that is no number is told in a moment', () => {
  for (const piece of ['1', '1_', '1.', '_', ' ', 'e', '-']) toFloat(`${piece.repeat(1_000_000)}x`);
});

test('truth values are numbers, lists are no tuples, and mappings are equal whatever the order of their keys', () => {
  assert.ok(
    isEqual(true, 1) && isEqual(0, false) && isEqual(1n, 1) && !isEqual('1', 1) && !isEqual(NaN, NaN),
  );
  assert.ok(!isEqual([1], new Tuple([1])) && isEqual(new Tuple([1, [2]]), new Tuple([true, [2]])));
  assert.ok(isEqual({ a: 1, b: [] }, { b: [], a: 1 }) && !isEqual({ a: null }, { b: null }));
  assert.ok(isEqual(null, undefined) && !isEqual(null, 0));
});

test('order and membership are null where Python has none', () => {
  assert.equal(compare('a', 1), null);
  assert.equal(compare(null, null), null);
  assert.equal(compare([1, 'a'], [1, 2]), null);
  assert.equal(contains(5, 5), null);
  assert.equal(contains('5', 5), null);
  assert.equal(contains({ a: 1 }, ['a']), null);
  assert.equal(contains({ a: 1 }, 1), false);
});

test('empty values count as false', () => {
  for (const value of [null, undefined, false, 0, 0n, '', [], {}, new Tuple([])])
    assert.equal(isTrue(value), false);
  for (const value of [true, -1, '0', [0], { a: 0 }, new Tuple([0])]) assert.equal(isTrue(value), true);
});
