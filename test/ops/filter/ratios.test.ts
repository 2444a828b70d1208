/** Traps of the filters by lengths, shares, words and word lists. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatValue } from '../../../src/ops/define.js';
import { parseParams, prepareOp } from '../../../src/ops/run.js';
import { JuicerError } from '../../../src/model/errors.js';
import { opNamed, preparedFilter, rowOf } from '../support.js';

function statOf(name: string, text: string, params: object = {}): StatValue | undefined {
  return Object.values(preparedFilter(name, params).measure(rowOf(text)))[0];
}

test('the empty text has 0 everywhere', () => {
  for (const name of [
    'alphanumeric_filter',
    'average_line_length_filter',
    'character_repetition_filter',
    'flagged_words_filter',
    'maximum_line_length_filter',
    'special_characters_filter',
    'stopwords_filter',
    'word_repetition_filter',
    'words_num_filter',
  ])
    assert.equal(statOf(name, ''), 0, name);
});

test('an average counts line breaks, a maximum does not', () => {
  assert.equal(statOf('average_line_length_filter', 'ab\r\ncd\r\n'), 4);
  assert.equal(statOf('maximum_line_length_filter', 'ab\r\nc\r\n'), 2);
  assert.equal(statOf('average_line_length_filter', '\n\n'), 1);
});

test('of the repeated pieces only the most frequent count, as many as the root of their number', () => {
  // Six different pieces; three come twice, of which two count, and there are nine in all.
  assert.equal(statOf('character_repetition_filter', 'abcabcdef', { rep_len: 1 }), 4 / 9);
  assert.equal(statOf('character_repetition_filter', 'aab', { rep_len: 1 }), 2 / 3);
  assert.equal(statOf('character_repetition_filter', '\u{1F600}\u{1F600}a', { rep_len: 1 }), 2 / 3);
  assert.equal(statOf('character_repetition_filter', 'aaaa', { rep_len: 4 }), 0);
  assert.equal(statOf('character_repetition_filter', 'aaaa', { rep_len: 2 }), 1);
});

test('repeated words are told apart neither by case nor by what is around them', () => {
  assert.equal(statOf('word_repetition_filter', 'A b. a, B!', { rep_len: 2 }), 2 / 3);
  assert.equal(statOf('word_repetition_filter', 'a b a c', { rep_len: 1 }), 2 / 4);
  assert.equal(statOf('word_repetition_filter', 'a bc ab c', { rep_len: 2 }), 0);
});

test('a list of words is looked up in small letters; files of one kind are one list', () => {
  assert.equal(statOf('stopwords_filter', 'THE cat, ON a mat (2024)'), 3 / 5);
  assert.equal(statOf('stopwords_filter', 'der cat', { lang: 'de' }), 1 / 2);
  assert.equal(statOf('stopwords_filter', 'der cat on', { lang: 'all' }), 2 / 3);
  assert.equal(statOf('flagged_words_filter', 'Darn! the'), 1 / 2);
});

test('groups of words count among the words and are looked up', () => {
  const groups = { lang: 'zh', use_words_aug: true, words_aug_group_sizes: [2, 3] };
  assert.equal(statOf('flagged_words_filter', '坏 蛋 坏', groups), 1 / 6);
  assert.equal(statOf('flagged_words_filter', '坏 蛋 坏', { ...groups, words_aug_join_char: '-' }), 0);
  assert.equal(statOf('flagged_words_filter', '坏 蛋', { lang: 'zh', words_aug_group_sizes: [2] }), 0);
  assert.throws(() => parseParams(opNamed('stopwords_filter'), { words_aug_group_sizes: [0] }), {
    code: 'E_RECIPE',
  });
});

test('a list of its own name "all" goes before all lists; what is no list is refused without being quoted', () => {
  const words = (text: string, lang: string): unknown =>
    prepareOp(
      opNamed('stopwords_filter'),
      { stopwords_dir: 'x', lang },
      () => Buffer.from(text),
      () => ['/x/a.json'],
    );
  const op = words('{"all":["own"],"en":["the"]}', 'all');
  assert.ok(op);
  for (const text of ['["secret"]', '{"en":"secret"}', '{"en":[1]}', 'secret', 'null'])
    assert.throws(
      () => words(text, 'en'),
      (error) =>
        error instanceof JuicerError &&
        /a\.json is no word list/.test(error.message) &&
        !/secret/.test(error.message),
    );
});

test('a share that equals its bound is decided on as the peer reads it back', () => {
  const op = preparedFilter('special_characters_filter', { max_ratio: 0.3 });
  const text = 'abcdefg...';
  assert.deepEqual(op.measure(rowOf(text)), { special_char_ratio: 0.3 });
  assert.equal(op.keep(op.measure(rowOf(text))), false);
  assert.equal(
    preparedFilter('special_characters_filter', { max_ratio: 0.5 }).keep({ special_char_ratio: 0.5 }),
    true,
  );
});
