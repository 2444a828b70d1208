/** Text in a nested field: read, replaced in its place, and everything else as it came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonl, type ParsedRange } from '../../src/table/from-jsonl.js';
import type { Column, TextColumn } from '../../src/table/column.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';
import { textAt, textColumn } from '../../src/table/strings.js';

const KEY = 'doc.body.text';
const LINES = [
  '{"id": 1.0, "doc": {"body" : {"text":"a", "n":[1,2]}, "x":null}, "doc.body": 1}',
  '{"doc":{"body":{"text":"old","text":"b\\u00e9"}}}',
  '{"doc":{"body":{"text":"\\ud800 lone"}} , "__dj__stats__":{"k":1} }',
  '{"doc.body.text":"whole name","doc":{"body":{"text":"other"}}}',
];

function parse(lines: readonly string[]): ParsedRange {
  return parseJsonl(Buffer.from(`${lines.join('\n')}\n`), { textKey: KEY, rowStart: 0 });
}

function texts({ table }: ParsedRange): TextColumn {
  const found = table.batches[0]?.columns.find((c: Column) => c.role === 'field' && c.name === KEY);
  assert.ok(found && (found.kind === 'utf8' || found.kind === 'json'));
  return found;
}

function written({ table }: ParsedRange): string[] {
  const bytes = encodeJsonl(table, table.layouts, { textKey: KEY, keepStats: false });
  return Buffer.from(bytes).toString().trimEnd().split('\n');
}

test('a nested text is found by the last member of each name; a top-level field of the whole name comes first', () => {
  const parsed = parse(LINES.filter((_, i) => i !== 2));
  assert.deepEqual(parsed.bad, []);
  const column = texts(parsed);
  assert.deepEqual(
    [0, 1, 2].map((row) => textAt(column, row)),
    ['a', 'bé', 'whole name'],
  );
});

test('rows whose text is left alone leave byte for byte as they came', () => {
  assert.deepEqual(written(parse(LINES)), LINES);
});

test('a text that an op has changed takes the place of the one that stood there', () => {
  const parsed = parse([LINES[0] ?? '', LINES[1] ?? '']);
  const batch = parsed.table.batches[0];
  assert.ok(batch);
  const before = texts(parsed);
  batch.columns[batch.columns.indexOf(before)] = textColumn(KEY, 'field', ['new "one"', 'bé']);
  assert.deepEqual(written(parsed), [
    '{"id": 1.0, "doc": {"body" : {"text":"new \\"one\\"", "n":[1,2]}, "x":null}, "doc.body": 1}',
    LINES[1],
  ]);
});

test('where there is no such text the row is bad, with the reason', () => {
  const { bad } = parse([
    '{"doc":{"body":{}}}',
    '{"doc":{"body":[{"text":"x"}]}}',
    '{"doc":{"body":{"text":5}}}',
    '{"text":"x"}',
  ]);
  assert.deepEqual(
    bad.map((b) => b.reason),
    ['text_missing', 'text_missing', 'text_not_string', 'text_missing'],
  );
});
