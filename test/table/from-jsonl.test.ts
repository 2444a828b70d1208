import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseJsonl } from '../../src/table/from-jsonl.js';
import { HARD_LINES, column, format, kinds, parse, valuesOf } from './support.js';

test('compact lines leave byte for byte as they came, whatever they hold', () => {
  const input = HARD_LINES.map((line) => `${line}\n`).join('');
  const { table, bad, lines } = parse(input);
  assert.deepEqual(bad, []);
  assert.equal(lines, HARD_LINES.length);
  assert.equal(format(table), input);
});

test('a column is typed only when the type holds every value exactly', () => {
  const types: [string, string][] = [
    ['[1,-5,9223372036854775807,-9223372036854775808]', 'int64'],
    ['[9223372036854775808]', 'json'],
    ['[9007199254740993,0.5]', 'json'],
    ['[1,0.5,1e+21,-1.5e-7]', 'double'],
    ['[1e21]', 'json'],
    ['[1.0]', 'json'],
    ['[-0]', 'json'],
    ['[-0.0]', 'json'],
    ['[1e5]', 'json'],
    ['[1e400]', 'json'],
    ['[true,false,null]', 'bool'],
    ['[true,1]', 'json'],
    ['["a","b",null]', 'utf8'],
    ['["a",1]', 'json'],
    ['["\\ud83d\\ude00"]', 'utf8'],
    ['["\\ude00\\ud83d"]', 'json'],
    ['["\\ud83d"]', 'json'],
    ['[{}]', 'json'],
    ['[[]]', 'json'],
    ['[null]', 'utf8'],
  ];
  for (const [values, kind] of types) {
    const spelt = values.slice(1, -1).split(/,(?![^{[]*[}\]])/);
    const { table } = parse(spelt.map((v) => `{"text":"t","v":${v}}`).join('\n'));
    assert.equal(kinds(table).v, kind, values);
  }
});

test('null and missing are told apart by the layout, and in a json column by the text null', () => {
  const { table } = parse('{"text":"a","v":null,"j":null}\n{"text":"b"}\n{"text":"c","v":1,"j":[ 1 ]}\n');
  assert.deepEqual(valuesOf(column(table, 'v'), 3), [null, null, 1n]);
  assert.deepEqual(valuesOf(column(table, 'j'), 3), ['null', null, '[ 1 ]']);
  assert.deepEqual(table.layouts, [['text', 'v', 'j'], ['text']]);
  assert.deepEqual(valuesOf(column(table, '__dj__layout__'), 3), [0, 1, 0]);
});

test('CRLF, blank lines and a missing last line feed change no row and no number', () => {
  const { table, lines } = parse('\r\n{"text":"a"}\r\n \t\r\n\n{"text":"b"}');
  assert.equal(lines, 2);
  assert.deepEqual(valuesOf(column(table, '__dj__row__'), 2), [0n, 1n]);
  assert.deepEqual(valuesOf(column(table, 'text'), 2), ['a', 'b']);
});

test('bad lines use up a number and are told with their place and reason', () => {
  const good = '{"text":"x"}';
  const wrong = [
    '{"text":"x"',
    '[1]',
    '{"a":1}',
    '{"text":null}',
    '{"text":1}',
    '{"text":"a","text":2}',
    '{"text":"\t"}',
  ];
  const { bad, table, lines } = parse([good, '', ...wrong, good].join('\n'));
  const reasons = [
    'invalid_json',
    'not_an_object',
    'text_missing',
    'text_not_string',
    'text_not_string',
    'text_not_string',
    'invalid_json',
  ];
  assert.deepEqual(
    bad.map((b) => b.reason),
    reasons,
  );
  assert.deepEqual(
    bad.map((b) => b.row),
    [1, 2, 3, 4, 5, 6, 7],
  );
  assert.deepEqual(
    bad.map((b) => b.line),
    [2, 3, 4, 5, 6, 7, 8],
  );
  assert.deepEqual(bad[0] && [bad[0].byteOffset, bad[0].byteLength], [14, 11]);
  assert.match(bad[0]?.error ?? '', /^SyntaxError: /);
  assert.equal(lines, 9);
  assert.deepEqual(valuesOf(column(table, '__dj__row__'), 2), [0n, 8n]);
});

test('a line that is no UTF-8 is bad, the ones around it are not', () => {
  const invalid = Buffer.concat([
    Buffer.from('{"text":"'),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from('"}\r\n'),
  ]);
  const { bad, table } = parse(
    Buffer.concat([Buffer.from('{"text":"ä"}\n'), invalid, Buffer.from('{"text":"ö"}\n')]),
  );
  assert.deepEqual(
    bad.map((b) => [b.reason, b.row, b.byteLength]),
    [['invalid_utf8', 1, 14]],
  );
  assert.deepEqual(valuesOf(column(table, 'text'), 2), ['ä', 'ö']);
});

test('a row with a key twice is kept raw whole and has the text of its last occurrence', () => {
  const raw = '{ "a" : 1, "text":"one", "\\u0061":2, "te\\u0078t":"t\\u0077o" }';
  const { table } = parse(`{"text":"x","a":5}\n ${raw} \r\n`);
  assert.deepEqual(valuesOf(column(table, 'text'), 2), ['x', 'two']);
  assert.deepEqual(valuesOf(column(table, 'a'), 2), [5n, null]);
  assert.deepEqual(valuesOf(column(table, '__dj__raw__'), 2), [null, raw]);
  assert.deepEqual(valuesOf(column(table, '__dj__layout__'), 2), [0, -1]);
  assert.equal(column(table, '__dj__raw__').kind, 'utf8');
  assert.equal(format(table), `{"text":"x","a":5}\n${raw}\n`);
});

test('a partition has at most 512 fields, rows with more are kept raw whole', () => {
  const row = (from: number, count: number): string =>
    `{${Array.from({ length: count }, (_, i) => `"k${from + i}":1`).join(',')},"text":"t"}`;
  const input = `${row(0, 511)}\n${row(510, 2)}\n${row(0, 3)}\n`;
  const { table } = parse(input);
  assert.equal(Object.keys(kinds(table)).length, 512);
  assert.deepEqual(valuesOf(column(table, '__dj__layout__'), 3), [0, -1, 1]);
  assert.equal(format(table), input);
  const single = parse(`${row(0, 600)}\n`);
  assert.deepEqual(valuesOf(column(single.table, 'text'), 1), ['t']);
});

test('rows that each have a key order of their own do not make the layouts outgrow the data', () => {
  const lines = Array.from({ length: 400 }, (_, i) => {
    const keys = Array.from({ length: 300 }, (_, k) => `"k${(k * 7 + i) % 300}":${k}`);
    return `{"text":"${i}",${keys.join(',')}}\n`;
  });
  const { table } = parse(lines.join(''));
  assert.ok(table.layouts.flat().length <= 65_536);
  assert.equal(format(table), lines.join(''));
});

test('no rows give the columns for row, layout and text', () => {
  for (const input of ['', '\ufeff', '\n\n', '[]\n']) {
    const { table } = parse(input);
    assert.deepEqual(
      table.batches.map((b) => b.rows),
      [0],
    );
    assert.deepEqual(
      table.batches[0]?.columns.map((c) => `${c.name} ${c.kind}`),
      ['__dj__row__ int64', '__dj__layout__ int32', 'text utf8'],
    );
    assert.equal(format(table), '');
  }
});

test('nesting of 100,000 levels and a text of 50 MB are rows like others', () => {
  const deep = `${'['.repeat(1e5)}${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}${']'.repeat(1e5)}`;
  const input = `{"text":"${'ab\\n'.repeat(12_500_000)}"}\n{"text":"t","d":${deep}}\n`;
  const { table, bad } = parse(input);
  assert.deepEqual(bad, []);
  assert.ok(format(table) === input);
});

test('batches hold 10,000 rows, or fewer when rows are large, and their borders depend on the data only', () => {
  const small = parse('{"text":"a"}\n'.repeat(20_001)).table;
  assert.deepEqual(
    small.batches.map((b) => b.rows),
    [10_000, 10_000, 1],
  );
  const large = parse(`{"text":"${'x'.repeat(10_000)}"}\n`.repeat(8000)).table;
  assert.deepEqual(
    large.batches.map((b) => b.rows),
    [2500, 2500, 2500, 500],
  );
});

test('progress is told and ends below the number of rows', () => {
  const seen: number[] = [];
  const bytes = Buffer.from('{"text":"a"}\n'.repeat(2500));
  parseJsonl(bytes, { textKey: 'text', rowStart: 0, onProgress: (rows) => seen.push(rows) });
  assert.deepEqual(seen, [1000, 2000]);
});

test('any field can hold the text', () => {
  for (const key of ['__proto__', 'a"b', '', 'ü', 'constructor']) {
    const { table, bad } = parse(`{"x":1,${JSON.stringify(key)}:"t"}\n{"x":1}`, key);
    assert.deepEqual(
      bad.map((b) => b.reason),
      ['text_missing'],
    );
    assert.deepEqual(valuesOf(column(table, key), 1), ['t']);
  }
});
