import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch, Table } from '../../src/table/column.js';
import { concatBatches, rebatch, takeRows } from '../../src/table/select.js';
import { textColumn } from '../../src/table/strings.js';
import { contents, format, parse } from './support.js';

const LINES = Array.from({ length: 50 }, (_, i) => {
  const optional = i % 3 === 0 ? `,"n":${i}` : i % 3 === 1 ? ',"n":null' : '';
  return `{"text":"${'ä'.repeat(i)}","b":${i % 2 === 0},"d":${i + 0.5},"j":[${i}]${optional}}`;
});

function oneBatch(lines: readonly string[]): { table: Table; batch: Batch } {
  const { table } = parse(lines.map((line) => `${line}\n`).join(''));
  const [batch] = table.batches;
  assert.ok(batch);
  return { table, batch };
}

function lines(batches: Batch[], layouts: string[][]): string[] {
  return format({ layouts, batches }).split('\n').slice(0, -1);
}

test('rows are taken in the order asked for, with every kind of value', () => {
  const { table, batch } = oneBatch(LINES);
  for (const indices of [
    [0],
    [49, 0, 7],
    [3, 4, 5, 9, 10, 20],
    [],
    [1, 1, 1],
    Array.from({ length: 49 }, (_, i) => i + 1),
  ]) {
    const taken = takeRows(batch, Uint32Array.from(indices));
    assert.deepEqual(
      lines([taken], table.layouts),
      indices.map((i) => LINES[i]),
    );
  }
});

test('taking all rows gives the batch itself', () => {
  const { batch } = oneBatch(LINES);
  assert.equal(takeRows(batch, Int32Array.from(LINES.keys())), batch);
});

test('batches are joined in order', () => {
  const { table, batch } = oneBatch(LINES);
  const parts = [
    takeRows(batch, Uint32Array.of(5, 6)),
    takeRows(batch, new Uint32Array(0)),
    takeRows(batch, Uint32Array.of(1)),
  ];
  assert.deepEqual(lines([concatBatches(parts)], table.layouts), [LINES[5], LINES[6], LINES[1]]);
});

test('equal rows give equal batches whichever batches they went through', () => {
  const { table } = parse('{"text":"abc","n":1}\n{"text":"d"}\n'.repeat(11_000));
  const [a, b, c] = table.batches as [Batch, Batch, Batch];
  const split = [
    takeRows(
      a,
      Uint32Array.from({ length: 17 }, (_, i) => i),
    ),
    takeRows(
      a,
      Uint32Array.from({ length: 9983 }, (_, i) => i + 17),
    ),
  ];
  const again = rebatch({ layouts: table.layouts, batches: [...split, b, c] });
  assert.deepEqual(
    again.batches.map((batch) => batch.rows),
    [10_000, 10_000, 2000],
  );
  assert.deepEqual(contents(again), contents(table));
  assert.equal(rebatch(again), again);
});

test('a table that lost all its rows keeps its columns', () => {
  const { table, batch } = oneBatch(LINES);
  const none = takeRows(batch, new Uint32Array(0));
  const { batches } = rebatch({ layouts: table.layouts, batches: [none, none] });
  assert.deepEqual(
    batches.map((b) => [b.rows, b.columns.length]),
    [[0, batch.columns.length]],
  );
});

test('a column that is json in one batch is json in all', () => {
  const batchOf = (text: string): Batch => ({
    rows: 2,
    columns: [
      { name: '__dj__layout__', role: 'layout', kind: 'int32', validity: null, values: new Int32Array(2) },
      textColumn('text', 'field', [text, 'é']),
    ],
  });
  const joined = rebatch({ layouts: [['text']], batches: [batchOf('"q"'), batchOf('\ud800')] });
  assert.deepEqual(
    joined.batches.map((b) => b.columns[1]?.kind),
    ['json'],
  );
  assert.deepEqual(lines(joined.batches, [['text']]), [
    '{"text":"\\"q\\""}',
    '{"text":"é"}',
    '{"text":"\\ud800"}',
    '{"text":"é"}',
  ]);
});
