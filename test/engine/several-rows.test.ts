/** An op that makes several rows of one, or none: the other fields come along, the ledger closes, fused or not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SegmentOutcome } from '../../src/engine/job.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';
import { tableAfter } from '../../src/engine/standing.js';
import { plannedRun, type PlannedRun } from './planned-run.js';

const LINES = [
  { text: 'one, two words\n\nanother, longer one', id: 1, tags: ['a'] },
  { text: ' \n\n ', id: 2 },
  { id: 3, text: 'no break, but words' },
  { text: 'x\n\ny\n\nlong enough to be kept', id: 4 },
]
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('');
const RECIPE = `process:
  - whitespace_normalization_mapper:
  - text_chunk_mapper:
  - text_length_filter: {min_len: 10}
`;
const EXPECTED = [
  '{"text":"one, two words","id":1,"tags":["a"]}',
  '{"text":"another, longer one","id":1,"tags":["a"]}',
  '{"id":3,"text":"no break, but words"}',
  '{"text":"long enough to be kept","id":4}',
];

async function exported(run: PlannedRun): Promise<string[]> {
  const { table } = await tableAfter(run, run.plan.ops.length - 1);
  const options = { textKey: 'text', keepStats: false };
  return Buffer.from(encodeJsonl(table, table.layouts, options))
    .toString()
    .trimEnd()
    .split('\n');
}

/** Row counts of the ops, in order. */
function counts(outcomes: readonly SegmentOutcome[]): object[] {
  return outcomes
    .flatMap(({ record }) => record.ops)
    .filter(({ index }) => index >= 0)
    .map(({ rows_in, rows_out, rejected, quarantined, added }) => ({
      rows_in,
      rows_out,
      rejected,
      quarantined,
      added,
    }));
}

for (const fusion of [false, true])
  test(`a row becomes several, or none, ${fusion ? 'fused' : 'op by op'}`, async () => {
    const run = plannedRun(LINES, `${RECIPE}op_fusion: ${fusion}\n`);
    try {
      const outcomes = await run.all();
      assert.deepEqual(await exported(run), EXPECTED);
      assert.deepEqual(counts(outcomes), [
        { rows_in: 4, rows_out: 4, rejected: 0, quarantined: 0, added: 0 },
        { rows_in: 4, rows_out: 6, rejected: 1, quarantined: 0, added: 3 },
        { rows_in: 6, rows_out: 4, rejected: 2, quarantined: 0, added: 0 },
      ]);
    } finally {
      run.remove();
    }
  });
