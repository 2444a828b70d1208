import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Table } from '../../src/table/column.js';
import { statColumn, textColumn } from '../../src/table/strings.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';
import { format, parse } from './support.js';

/** The table with other texts and, if given, stats; it must have one batch. */
function changed(table: Table, texts: string[], stats: ReturnType<typeof statColumn>[] = []): Table {
  const [batch] = table.batches;
  assert.ok(batch);
  const columns = batch.columns.map((c) =>
    c.role === 'field' && c.name === 'text' ? textColumn('text', 'field', texts) : c,
  );
  return { layouts: table.layouts, batches: [{ rows: batch.rows, columns: [...columns, ...stats] }] };
}

test('white space between tokens goes, inside nested values and raw rows it stays', () => {
  const { table } = parse(
    '{ "text" : "a\\u0062\\/" , "o" : { "x" : [ 1 ] } }\n{"text":"t", "k": 1, "k" : 2}',
  );
  assert.equal(format(table), '{"text":"ab/","o":{ "x" : [ 1 ] }}\n{"text":"t", "k": 1, "k" : 2}\n');
});

test('a changed text is put in its place, escaped as JSON.stringify does', () => {
  const text = 'q" b\\ n\n nul\u0000 esc\u001b del\u007f \u2028 \ufeff \u{1f600} é';
  const { table } = parse('{"a":1,"text":"x","b":2}\n');
  assert.equal(format(changed(table, [text])), `{"a":1,"text":${JSON.stringify(text)},"b":2}\n`);
});

test('a text with a lone surrogate, read or made by an op, leaves with it', () => {
  const { table } = parse('{"text":"\\ud800 \\u00e9"}\n{"text":"b"}\n');
  assert.equal(format(table), '{"text":"\\ud800 \\u00e9"}\n{"text":"b"}\n');
  assert.equal(format(changed(table, ['x', 'y\udfff'])), '{"text":"x"}\n{"text":"y\\udfff"}\n');
});

test('in a raw row only the value of the last text changes, and only if it differs', () => {
  const raw = '{"text":"one", "k":1, "k" : 1.0, "te\\u0078t" : "t\\u0077o" , "z":{"text":"in"} }';
  const { table } = parse(`${raw}\n${raw}\n`);
  const expected = raw.replace('"t\\u0077o"', '"three"');
  assert.equal(format(changed(table, ['two', 'three'])), `${raw}\n${expected}\n`);
  assert.equal(format(changed(table, ['two', 'three']), { textChanged: false }), `${raw}\n${raw}\n`);
});

test('a raw row compares lone surrogates by code unit', () => {
  const raw = '{"text":"\\uD800", "k":1, "k":2}';
  const { table } = parse(`${raw}\n`);
  assert.equal(format(table), `${raw}\n`);
  assert.equal(format(changed(table, ['\ud800'])), `${raw}\n`);
  assert.equal(format(changed(table, ['\ud801'])), '{"text":"\\ud801", "k":1, "k":2}\n');
});

test('stats are the last field, and replace a field of the input with that name', () => {
  const { table } = parse(
    '{"__dj__stats__":{"old":1},"text":"a"}\n{"text":"b"}\n{"text":"c","k":1,"__dj__stats__":2,"k":[ ]}\n',
  );
  const stats = [
    statColumn('len', 'int64', [1, null, 3]),
    statColumn('score', 'double', [0.5, 1, -0]),
    statColumn('lang', 'utf8', ['e"n', 'de', '']),
    statColumn('ok', 'bool', [true, false, null]),
  ];
  const withStats = changed(table, ['a', 'b', 'c'], stats);
  const expected = [
    '{"text":"a","__dj__stats__":{"len":1,"score":0.5,"lang":"e\\"n","ok":true}}',
    '{"text":"b","__dj__stats__":{"len":null,"score":1,"lang":"de","ok":false}}',
    '{"text":"c","k":1,"k":[ ],"__dj__stats__":{"len":3,"score":0,"lang":"","ok":null}}',
  ];
  assert.equal(format(withStats, { keepStats: true }), expected.map((line) => `${line}\n`).join(''));
  assert.equal(format(withStats), format(table));
  assert.equal(format(table, { keepStats: true }), format(table));
});

test('a batch alone is written like a table', () => {
  const { table } = parse('{"text":"a"}\n');
  const [batch] = table.batches;
  assert.ok(batch);
  const bytes = encodeJsonl(batch, table.layouts, { textKey: 'text', keepStats: false });
  assert.equal(Buffer.from(bytes).toString(), '{"text":"a"}\n');
});
