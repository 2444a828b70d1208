/** Filters that count the pieces of a model in place of words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatValue } from '../../../src/ops/define.js';
import { parseParams } from '../../../src/ops/run.js';
import { namedFiles } from '../../../src/engine/named-files.js';
import { modelPath } from '../models.js';
import { opNamed, preparedFilter, rowOf } from '../support.js';

const PIECES = { tokenization: true, sentencepiece_model: modelPath('unigram.model') };

function statOf(name: string, text: string, params: object = {}): StatValue | undefined {
  return Object.values(preparedFilter(name, { ...PIECES, ...params }).measure(rowOf(text)))[0];
}

test('pieces count, the mark of a space included; what is special is stripped off their ends', () => {
  // \u2581two is [\u2581t, wo]; the mark is no special character, so a piece of it alone is a word.
  assert.equal(statOf('words_num_filter', '  two  spaces  '), 6);
  assert.equal(statOf('words_num_filter', '\u2581\u2581mark'), 5);
  assert.equal(statOf('words_num_filter', '........'), 1);
  assert.equal(statOf('words_num_filter', ''), 0);
});

test('lists are looked up with the mark, which hides the first piece of a word', () => {
  assert.equal(statOf('stopwords_filter', 'the the the'), 0);
  // Pieces: \u2581the, \u2581, and, \u2581, of.
  assert.equal(statOf('stopwords_filter', 'the and of'), 1 / 5);
  assert.equal(statOf('flagged_words_filter', 'darn it'), 0);
});

test('repetitions are those of pieces', () => {
  assert.equal(statOf('word_repetition_filter', 'aaaa', { rep_len: 1 }), 3 / 4);
  assert.equal(
    statOf('word_repetition_filter', 'AAAA', { rep_len: 1 }),
    statOf('word_repetition_filter', 'AaaA', { rep_len: 1 }),
  );
});

test('a model acts with tokenization: true only', () => {
  const op = opNamed('words_num_filter');
  const named = (params: object): number => namedFiles(op, parseParams(op, params)).length;
  assert.equal(named(PIECES), 1);
  assert.equal(named({ ...PIECES, tokenization: false }), 0);
});
