import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recipeDifference } from '../../src/recipe/difference.js';
import { load } from './helper.js';

const recipe = (process: string, more = ''): Parameters<typeof recipeDifference>[0] =>
  load(`dataset_path: in.jsonl\nexport_path: out.jsonl\n${more}\nprocess:\n${process}`).recipe;

const CLEAN = '  - whitespace_normalization_mapper:\n';
const length = (min: number): string => `  - text_length_filter: {min_len: ${min}}\n`;
const LANGUAGE = '  - language_id_score_filter: {lang: en}\n';

test('the same recipe in another spelling has no difference', () => {
  const before = recipe(CLEAN + length(5), 'partition_size: 7');
  const after = recipe(CLEAN + length(5), 'partition: {size: 7}\nmax_retries: 3');
  assert.deepEqual(recipeDifference(before, after), []);
});

test('a changed setting and a changed parameter are named with both values', () => {
  const before = recipe(CLEAN + length(50), 'retry: {backoff: 2}');
  const after = recipe(CLEAN + length(60), 'retry: {backoff: 3}\npartition_size: 9');
  assert.deepEqual(recipeDifference(before, after), [
    'partition_size: 10000 → 9',
    'retry.backoff: 2 → 3',
    'process[1].text_length_filter.min_len: 50 → 60',
  ]);
});

test('ops that were added or removed are named, and the others are still compared with their own', () => {
  assert.deepEqual(recipeDifference(recipe(CLEAN + length(1)), recipe(LANGUAGE + CLEAN + length(2))), [
    'process[0] language_id_score_filter: added',
    'process[2].text_length_filter.min_len: 1 → 2',
  ]);
  assert.deepEqual(recipeDifference(recipe(CLEAN + length(1) + LANGUAGE), recipe(CLEAN + LANGUAGE)), [
    'process[1] text_length_filter: removed',
  ]);
});

test('another op in the place of one is a removal and an addition', () => {
  assert.deepEqual(recipeDifference(recipe(CLEAN), recipe(LANGUAGE)), [
    'process[0] whitespace_normalization_mapper: removed',
    'process[0] language_id_score_filter: added',
  ]);
});

test('ops that changed places are named', () => {
  const lines = recipeDifference(recipe(CLEAN + length(1)), recipe(length(1) + CLEAN));
  assert.equal(lines.length, 2, lines.join('; '));
});
