import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addTextField } from '../../src/table/add-field.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';

function withField(lines: string[]): string[] {
  const { table } = parseJsonl(Buffer.from(lines.join('\n')), { textKey: 'text', rowStart: 10 });
  const added = addTextField(table, { name: 'from', textOf: (row) => `row ${row}` });
  const bytes = encodeJsonl(added, added.layouts, { textKey: 'text', keepStats: false });
  return Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
}

test('a field is the last of each row', () => {
  assert.deepEqual(withField(['{"text":"a","n":1}', '{"n":null,"text":"b"}']), [
    '{"text":"a","n":1,"from":"row 10"}',
    '{"n":null,"text":"b","from":"row 11"}',
  ]);
  assert.deepEqual(withField([]), ['']);
});

test('rows that have the field keep it, whatever it is', () => {
  for (const own of ['".txt"', 'null', '7', '7.5', 'true', '[1]', '"\\ud800"', '{"a":null}'])
    assert.deepEqual(withField([`{"from":${own},"text":"a"}`, '{"text":"b"}']), [
      `{"from":${own},"text":"a"}`,
      '{"text":"b","from":"row 11"}',
    ]);
});

test('a row that is kept whole has it at its end, unless it has it already', () => {
  const twice = ['{"text":"a","n":1,"n":2}', '{"text":"a","from":1,"n":1,"n":2}'];
  assert.deepEqual(withField([...twice, '{"text":"b"}']), [
    '{"text":"a","n":1,"n":2,"from":"row 10"}',
    twice[1],
    '{"text":"b","from":"row 12"}',
  ]);
});
