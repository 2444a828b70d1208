import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JuicerError } from '../../../src/model/errors.js';
import { opFiles, parseParams, prepareOp } from '../../../src/ops/run.js';
import { opNamed, preparedFilter, rowOf } from '../support.js';

const NAME = 'language_id_score_filter';
const ENGLISH = 'The cat sat on the mat and looked out of the window.';

function keeps(lang: string, lang_score: number, params: Record<string, unknown>): boolean {
  return preparedFilter(NAME, params).keep({ lang, lang_score });
}

test('a text stays when its language is wanted and its score suffices', () => {
  assert.equal(keeps('en', 0.8, { lang: 'en' }), true);
  assert.equal(keeps('en', 0.7999, { lang: 'en' }), false);
  assert.equal(keeps('de', 0.9, { lang: 'en' }), false);
  assert.equal(keeps('de', 0.9, { lang: ['en', 'de'] }), true);
  assert.equal(keeps('e', 0.9, { lang: 'en' }), false, 'a part of a code is no code');
});

test('no language wanted means any, as a string or as a list', () => {
  assert.equal(keeps('ja', 0.9, {}), true);
  assert.equal(keeps('ja', 0.9, { lang: [] }), true);
  assert.equal(keeps('ja', 0.7, { lang: '' }), false);
});

test('a reversed range turns the score round and not the language', () => {
  const params = { lang: 'en', reversed_range: true };
  assert.equal(keeps('en', 0.5, params), true);
  assert.equal(keeps('en', 0.8, params), true, 'a closed bound is kept in either direction');
  assert.equal(keeps('en', 0.9, params), false);
  assert.equal(keeps('de', 0.5, params), false);
});

test('an open lower bound leaves the bound out, and there is no upper bound', () => {
  assert.equal(keeps('en', 0.8, { min_closed_interval: false }), false);
  assert.equal(keeps('en', 1.00007, { max_closed_interval: false }), true);
});

test('letter case and line breaks do not matter', () => {
  const op = preparedFilter(NAME, {});
  const stats = op.measure(rowOf(ENGLISH));
  assert.equal(stats.lang, 'en');
  assert.deepEqual(op.measure(rowOf(ENGLISH.toUpperCase())), stats);
  assert.deepEqual(op.measure(rowOf(ENGLISH.replaceAll(' ', '\n'))), stats);
});

test('a model given by path is the one that is read, and named when it is damaged', () => {
  const op = opNamed(NAME);
  const path = String(opFiles(op, parseParams(op, { model_path: 'models/mine.ftz' })).model_path);
  assert.match(path, /models.mine\.ftz$/);
  assert.throws(
    () => prepareOp(op, { model_path: path }, () => Buffer.from('damaged')),
    (error) => error instanceof JuicerError && error.code === 'E_RECIPE' && error.message.includes(path),
  );
});
