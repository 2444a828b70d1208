import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizesOf } from '../../src/plan/sizes.js';

const of = (...bytes: number[]): { rows: number; bytes: number }[] =>
  bytes.map((size) => ({ rows: size / 10, bytes: size }));

test('sizes are told by the least, the middle and the greatest, and how far the greatest is beyond the middle', () => {
  assert.deepEqual(sizesOf(of(40, 10, 100, 20)), {
    partitions: 4,
    rows: { min: 1, median: 2, max: 10 },
    bytes: { min: 10, median: 20, max: 100 },
    max_to_median: 5,
  });
});

test('without partitions all is nought', () => {
  const none = { min: 0, median: 0, max: 0 };
  assert.deepEqual(sizesOf([]), { partitions: 0, rows: none, bytes: none, max_to_median: 1 });
});
