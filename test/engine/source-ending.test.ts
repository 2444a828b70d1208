import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withEndings } from '../../src/engine/source-ending.js';
import { RowCursor } from '../../src/engine/row-cursor.js';
import { sourceEnding, SUFFIX_FIELD } from '../../src/model/source-ending.js';
import type { SourceRange } from '../../src/model/plan.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';

test('an ending is the last one of a name, in small letters, of what is packed the last two', () => {
  const endings = {
    '/d/a.jsonl': '.jsonl',
    '/d/a.b.TXT': '.txt',
    '/d/a.jsonl.GZ': '.jsonl.gz',
    '/d/a.b.csv.zst': '.csv.zst',
    '/d.x/a.gz': '.gz',
    '/d.x/a': '',
    '/s3:/bucket/k.parquet': '.parquet',
  };
  for (const [file, ending] of Object.entries(endings)) assert.equal(sourceEnding(file), ending, file);
});

test('each row of a partition of several files has the ending of its own, also where it is kept whole', () => {
  const { table } = parseJsonl(Buffer.from('{"text":"a"}\n{"text":"b","n":1,"n":2}\n{"text":"c"}\n'), {
    textKey: 'text',
    rowStart: 5,
  });
  const source = (file: string, row_start: number, row_end: number): SourceRange =>
    ({ file, row_start, row_end }) as SourceRange;
  const sources = [source('x.csv', 5, 6), source('empty.txt', 6, 6), source('y.json', 6, 8)];
  assert.equal(withEndings(table, { sources }, false), table);
  const [batch] = withEndings(table, { sources }, true).batches;
  assert.ok(batch);
  const rows = new RowCursor(batch, 'text');
  assert.deepEqual(
    [0, 1, 2].map((i) => rows.at(i).field(SUFFIX_FIELD)),
    ['.csv', '.json', '.json'],
  );
});
