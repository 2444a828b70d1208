import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFused } from '../../src/engine/fused.js';
import { builtInOps } from '../../src/ops/registry.js';
import type { RowView } from '../../src/ops/define.js';
import { prepareOp, type PreparedOp } from '../../src/ops/run.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';

const ROWS = 10;
const table = parseJsonl(Buffer.from(Array.from({ length: ROWS }, (_, i) => `{"text":"t${i}"}\n`).join('')), {
  textKey: 'text',
  rowStart: 0,
}).table;

/** Two mappers that note which rows they see, in which order. */
function watched(): { ops: PreparedOp[]; seen: string[] } {
  const seen: string[] = [];
  const ops = ['first', 'second'].map((name): PreparedOp => {
    const map = (row: RowView): string => {
      seen.push(`${name} ${row.text}`);
      return row.text;
    };
    return { name, version: 1, params: {}, kind: 'mapper', writes: [], map };
  });
  return { ops, seen };
}

test('a batch goes through all ops before the next batch is looked at', () => {
  const { ops, seen } = watched();
  const started: number[] = [];
  const told: [number, number][] = [];
  runFused(table, ops, {
    textKey: 'text',
    batchSize: 4,
    onStart: (k) => started.push(k),
    onRows: (done, k) => told.push([done, k]),
  });
  const batch = (from: number, to: number): string[] =>
    ['first', 'second'].flatMap((name) =>
      Array.from({ length: to - from }, (_, i) => `${name} t${from + i}`),
    );
  assert.deepEqual(seen, [...batch(0, 4), ...batch(4, 8), ...batch(8, 10)]);
  assert.deepEqual(started, [0, 1]);
  assert.deepEqual(told, [
    [4, 0],
    [4, 1],
    [8, 0],
    [8, 1],
    [10, 0],
    [10, 1],
  ]);
});

test('a table without rows goes through all ops and keeps its columns, with the stats of filters', () => {
  const filter = builtInOps().get('text_length_filter');
  assert.ok(filter);
  const op = prepareOp(filter, {}, () => Buffer.alloc(0));
  const empty = parseJsonl(Buffer.alloc(0), { textKey: 'text', rowStart: 0 }).table;
  const context = { textKey: 'text', batchSize: 4, onStart: () => undefined, onRows: () => undefined };
  const none = runFused(empty, [op], context);
  assert.equal(none.tallies[0]?.ledger.rows_in, 0);
  assert.ok(none.table.batches[0]?.columns.some((c) => c.role === 'stat' && c.name === 'text_len'));
});
