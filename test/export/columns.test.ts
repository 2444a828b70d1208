/** Which type the columns of an export have, and what is said of those that are kept as JSON text. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { columnsOf, manifestFields } from '../../src/export/columns.js';
import { Survey } from '../../src/export/survey.js';

function fields(lines: readonly string[], format: 'columns' | 'csv' = 'columns') {
  const survey = new Survey();
  survey.add(Buffer.from(lines.map((line) => `${line}\n`).join('')));
  return { survey, fields: manifestFields(columnsOf(survey, { format, textKey: 'text' })) };
}

/** Type of the field `a` when its values are these. */
function typeOf(...values: string[]): string {
  const [field] = fields(values.map((value) => `{"a":${value}}`)).fields;
  return field?.type ?? '';
}

it('a number keeps its spelling or stays text', () => {
  assert.equal(typeOf('1', '-5', '9223372036854775807', '-9223372036854775808'), 'int64');
  assert.equal(typeOf('1.5', '2.0', '-0.0', '1e-7'), 'double');
  assert.equal(typeOf('1.5', '2'), 'double');
  for (const values of [
    ['1', '1.0'],
    ['1e2'],
    ['1.50'],
    ['-0'],
    ['9223372036854775808'],
    ['0.1234567890123456789'],
  ])
    assert.equal(typeOf(...values), 'json', values.join());
});

it('lists and objects are typed when all of a field are alike', () => {
  assert.equal(typeOf('[1,2]', '[]', 'null', '[null]'), 'list<int64>');
  assert.equal(typeOf('{"b":[{"c":"x"}]}', '{ "b" : [ ] }'), 'struct<b: list<struct<c: string>>>');
  assert.equal(typeOf('{"b":1}', '{"\\u0062":2}'), 'struct<b: int64>');
  const others = [
    ['{"b":1}', '{"c":1}'],
    ['{"b":1,"c":2}', '{"c":2,"b":1}'],
    ['{}'],
    ['{"b":1,"b":2}'],
    ['[1,"x"]'],
    ['{"b":1}', '[]'],
  ];
  for (const values of others) assert.equal(typeOf(...values), 'json', values.join());
  assert.equal(typeOf('['.repeat(40) + ']'.repeat(40)), 'json');
});

it('a text with half a surrogate pair stays escaped, one with both halves is text', () => {
  assert.equal(typeOf('"\\ud83d\\ude00"', '"x\\\\ud800"'), 'string');
  for (const value of ['"\\ud800"', '"\\udc00\\ud800"', '"\\ud800\\u0041"', '["\\ud800"]'])
    assert.equal(typeOf(value), 'json', value);
});

it('null and missing are told apart, or by JSON text', () => {
  const { fields: found } = fields([
    '{"a":1,"b":null,"c":1}',
    '{"a":2,"b":1,"d":null}',
    '{"a":1,"b":1,"d":1}',
  ]);
  assert.deepEqual(
    found.map(({ name, type, nulls }) => [name, type, nulls]),
    [
      ['a', 'int64', undefined],
      ['b', 'int64', 'null'],
      ['d', 'json', 'missing'],
      ['c', 'int64', 'missing'],
    ],
  );
  assert.match(found[2]?.widened ?? '', /some rows lack it and some have null/);
});

it('the order of keys is that of the rows if there is one', () => {
  const { survey } = fields(['{"a":1,"c":1}', '{"a":1,"b":1,"c":1}', '{"b":1,"d":1}']);
  assert.deepEqual([survey.fields.map((f) => f.name).join(''), survey.ordered], ['abdc', true]);
  assert.equal(fields(['{"a":1,"b":1}', '{"b":1,"a":1}']).survey.ordered, false);
});

it('a row with a key twice is kept whole', () => {
  const { fields: found } = fields(['{"a":1,"a":2}', '{"a":3}']);
  assert.deepEqual(
    found.map(({ name, type, whole_rows }) => [name, type, whole_rows]),
    [
      ['a', 'int64', undefined],
      ['__dj__raw__', 'json', true],
    ],
  );
});

it('CSV takes any number as it is spelt, and tells empty texts from absent ones', () => {
  const csv = (...lines: string[]) => fields(lines, 'csv').fields[0];
  assert.equal(csv('{"a":1}', '{"a":1.0}')?.widened, undefined);
  assert.equal(csv('{"a":"x"}', '{"a":""}')?.type, 'string');
  assert.equal(csv('{"a":""}', '{}')?.type, 'json');
});

it('more fields than columns can be are refused', () => {
  const wide = `{${Array.from({ length: 10_001 }, (_, i) => `"f${i}":1`).join(',')}}`;
  assert.throws(() => fields([wide]), { code: 'E_LIMIT' });
});
