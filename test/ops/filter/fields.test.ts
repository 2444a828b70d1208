/** Filters that look at other fields than the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParams } from '../../../src/ops/run.js';
import { opNamed, preparedFilter, rowOf } from '../support.js';

function judged(name: string, params: object, fields: object): { stats: object; keep: boolean } {
  const op = preparedFilter(name, params);
  const stats = op.measure(rowOf('a text', fields));
  return { stats, keep: op.keep(stats) };
}

function keeps(name: string, params: object, fields: object): boolean {
  return judged(name, params, fields).keep;
}

const FIELD = 'specified_field_filter';
const NUMERIC = 'specified_numeric_field_filter';

test('the stat has the name of the field as given, and its value as it is', () => {
  for (const value of ['en', 3, 0.5, null, true, ['a', 1], { b: { c: null } }]) {
    const { stats } = judged(
      FIELD,
      { field_key: 'meta.lang', target_value: ['en'] },
      { meta: { lang: value } },
    );
    assert.deepEqual(stats, { 'meta.lang': value });
  }
  assert.deepEqual(preparedFilter(FIELD, { field_key: 'a.b' }).stats, { 'a.b': 'json' });
  assert.deepEqual(judged(FIELD, { field_key: 'n' }, { n: 2n ** 60n }).stats, { n: 2 ** 60 });
});

test('a row is kept when its value, or each of its values, is among the given ones', () => {
  const params = { field_key: 'v', target_value: ['a', 1, true, null] };
  const kept = ['a', 1, true, null, [], ['a', 'a'], [1, null]];
  for (const v of kept) assert.equal(keeps(FIELD, params, { v }), true, JSON.stringify(v));
  for (const v of ['A', 2, 0.5, ['a', 'b'], [['a']], {}]) assert.equal(keeps(FIELD, params, { v }), false);
  assert.equal(keeps(FIELD, { ...params, reversed_range: true }, { v: 'a' }), false);
  assert.equal(keeps(FIELD, { ...params, reversed_range: true }, { v: 'b' }), true);
});

test('no values to keep, or no field, keeps every row; values without a field are refused', () => {
  assert.equal(keeps(FIELD, { field_key: 'v', reversed_range: true }, { v: 'a' }), true);
  assert.deepEqual(judged(FIELD, {}, {}), { stats: {}, keep: true });
  assert.deepEqual(judged(NUMERIC, { min_value: 5 }, {}), { stats: {}, keep: true });
  assert.throws(() => parseParams(opNamed(FIELD), { target_value: ['a'] }), { code: 'E_RECIPE' });
});

test('a row without the field, or with a number that cannot be stored, fails', () => {
  for (const name of [FIELD, NUMERIC]) {
    const op = preparedFilter(name, { field_key: 'meta.v' });
    for (const fields of [{}, { meta: null }, { meta: {} }, { meta: 'v' }, { meta: { v: Infinity } }])
      assert.throws(() => op.measure(rowOf('a', fields)), { code: 'E_ROW' });
  }
});

test('numbers and texts of numbers are held against the bounds; all else goes, and 0 as well', () => {
  const params = { field_key: 'v', min_value: -2, max_value: 4 };
  for (const v of [-2, 4, 0.1, '4', ' 1e0 ', '0', true])
    assert.equal(keeps(NUMERIC, params, { v }), true, String(v));
  for (const v of [-3, 4.5, '5', 'four', '', 'nan', null, false, 0, [1], {}])
    assert.equal(keeps(NUMERIC, params, { v }), false, String(v));
  const reversed = { ...params, reversed_range: true };
  for (const v of [5, '-3', -2, 4]) assert.equal(keeps(NUMERIC, reversed, { v }), true, String(v));
  for (const v of [1, 'four', 0, null]) assert.equal(keeps(NUMERIC, reversed, { v }), false, String(v));
});

test('a fraction is held against a bound as the peer reads it back, one in a text as it stands', () => {
  const params = { field_key: 'v', max_value: 0.3 };
  assert.equal(keeps(NUMERIC, params, { v: 0.3 }), false);
  assert.equal(keeps(NUMERIC, params, { v: '0.3' }), true);
  assert.equal(keeps(NUMERIC, params, { v: 0.25 }), true);
});

test('the default bounds leave out what is infinite', () => {
  assert.equal(keeps(NUMERIC, { field_key: 'v' }, { v: 'inf' }), false);
  assert.equal(keeps(NUMERIC, { field_key: 'v' }, { v: 9e18 }), true);
});

test('a condition that is empty keeps every row and writes no stat', () => {
  for (const filter_condition of ['', ' \n']) {
    const params = { filter_condition };
    assert.deepEqual(judged('general_field_filter', params, {}), { stats: {}, keep: true });
    assert.deepEqual(preparedFilter('general_field_filter', params).stats, {});
  }
});

test('the stat of a condition is a truth value, also when its value is none', () => {
  const name = 'general_field_filter';
  const stat = (filter_condition: string, n: unknown): unknown =>
    judged(name, { filter_condition }, { n }).stats;
  assert.deepEqual(stat('n', 5), { general_field_filter_condition: true });
  assert.deepEqual(stat('n', 0), { general_field_filter_condition: false });
  assert.deepEqual(stat('missing', 0), { general_field_filter_condition: false });
  assert.equal(keeps(name, { filter_condition: 'n' }, { n: '' }), false);
});

test('a suffix is among the given ones, with its dot; without any every row stays', () => {
  const fields = { __dj__suffix__: '.txt' };
  for (const suffixes of ['.txt', ['.md', '.txt'], [], null])
    assert.equal(keeps('suffix_filter', { suffixes }, fields), true);
  for (const suffixes of ['txt', ['.md'], '.txt2'])
    assert.equal(keeps('suffix_filter', { suffixes }, fields), false);
  assert.equal(keeps('suffix_filter', { suffixes: '.txt', reversed_range: true }, fields), false);
  assert.equal(keeps('suffix_filter', { suffixes: [], reversed_range: true }, {}), true);
  assert.deepEqual(preparedFilter('suffix_filter', { suffixes: '.txt' }).stats, {});
  assert.throws(() => keeps('suffix_filter', { suffixes: '.txt' }, {}), { code: 'E_ROW' });
});
