import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editDistance, nearest } from '../../src/model/nearest.js';

test('a slip of the fingers finds the word that was meant', () => {
  const keys = ['partition_size', 'max_retries', 'export_path', 'dataset_path', 'np'];
  assert.deepEqual(nearest('partiton_size', keys), ['partition_size']);
  assert.deepEqual(nearest('max_retires', keys), ['max_retries']);
  assert.equal(nearest('Export_Path', keys)[0], 'export_path');
});

test('the nearest comes first and the limit holds', () => {
  assert.deepEqual(nearest('abcd', ['abxx', 'abcx', 'abcde', 'abdc'], 2), ['abcde', 'abcx']);
});

test('words far from all candidates find nothing', () => {
  assert.deepEqual(nearest('zzzzzz', ['partition_size', 'np']), []);
  assert.deepEqual(nearest('ab', ['xy']), []);
  assert.deepEqual(nearest('', ['np']), []);
});

test('a word that is part of a candidate finds it', () => {
  assert.deepEqual(nearest('whitespace', ['whitespace_normalization_mapper', 'text_length_filter']), [
    'whitespace_normalization_mapper',
  ]);
});

test('an exchange of neighbours is one edit', () => {
  assert.equal(editDistance('retires', 'retries'), 1);
  assert.equal(editDistance('', 'abc'), 3);
  assert.equal(editDistance('kitten', 'sitting'), 3);
});

test('distance is symmetric and zero only for equal words', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a));
      assert.equal(editDistance(a, b) === 0, a === b);
    }),
  );
});
