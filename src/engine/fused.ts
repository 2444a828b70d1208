/** Runs several ops in one pass: each batch goes through all of them before the next one is looked at. */
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { PreparedOp } from '../ops/run.js';
import type { Batch, Table } from '../table/column.js';
import { joinSpans } from '../table/join.js';
import { KeyLayoutSet } from '../table/layout-set.js';
import { rebatch } from '../table/select.js';
import { runBatch } from './run-op.js';
import type { BatchContext, FailedRow, RowTrace } from './scene.js';

/** What surrounds the run of fused ops. */
export interface FusedContext {
  textKey: string;
  /** Rows of a pass: at no time are more of them between two ops. */
  batchSize: number;
  /** Called before an op sees its first row; `k` counts the ops of the run. */
  onStart(k: number): void;
  /** Called after each op on each batch: rows of the table that were looked at so far. */
  onRows(done: number, k: number): void;
  /** One per op, where it is traced. */
  traces?: readonly (RowTrace | undefined)[];
}

/** What one of the ops did. */
export interface FusedTally {
  ledger: Ledger;
  failed: FailedRow[];
  seconds: number;
}

/**
 * Applies the ops to every row, in the order of the ops for each row. Rows, their order, ledgers and failed rows are
 * those of one op after the other over the whole table; between the ops there is never more than a batch.
 */
export function runFused(
  table: Table,
  ops: readonly PreparedOp[],
  context: FusedContext,
): { table: Table; tallies: FusedTally[] } {
  const tallies = ops.map((): FusedTally => ({ ledger: emptyLedger(), failed: [], seconds: 0 }));
  const batches: Batch[] = [];
  const layouts = new KeyLayoutSet(table.layouts);
  let done = 0;
  for (const slice of slicesOf(table, context.batchSize)) {
    let batch = slice;
    for (const [k, op] of ops.entries()) {
      if (batches.length === 0) context.onStart(k);
      const trace = context.traces?.[k];
      const { textKey } = context;
      batch = step(batch, op, { tally: tallies[k] as FusedTally, textKey, layouts, trace });
      context.onRows(done + slice.rows, k);
    }
    done += slice.rows;
    batches.push(batch);
  }
  return { table: rebatch({ layouts: layouts.all, batches }), tallies };
}

function step(
  batch: Batch,
  op: PreparedOp,
  { tally, ...context }: Pick<BatchContext, 'textKey' | 'layouts' | 'trace'> & { tally: FusedTally },
): Batch {
  const started = performance.now();
  const failedBefore = tally.failed.length;
  const { ledger, failed } = tally;
  const addedBefore = ledger.added;
  const out = runBatch(batch, op, { ...context, step: () => undefined, failed, ledger });
  const quarantined = tally.failed.length - failedBefore;
  ledger.rows_in += batch.rows;
  ledger.rows_out += out.rows;
  ledger.quarantined += quarantined;
  ledger.rejected += batch.rows - quarantined - out.rows + ledger.added - addedBefore;
  tally.seconds += (performance.now() - started) / 1000;
  return out;
}

/** The rows of a table in batches of at most `size`; one empty batch for a table without rows. */
function* slicesOf(table: Table, size: number): Generator<Batch> {
  for (const batch of table.batches) {
    if (batch.rows <= size) yield batch;
    else {
      for (let from = 0; from < batch.rows; from += size)
        yield joinSpans([{ batch, from, to: Math.min(batch.rows, from + size) }]);
    }
  }
}
