/** Runs one op over a table: the op is a function on values, the batches and columns are handled here. */
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { StatType, StatValue } from '../ops/define.js';
import type { PreparedFilter, PreparedOp } from '../ops/run.js';
import type { Batch, Table } from '../table/column.js';
import { KeyLayoutSet } from '../table/layout-set.js';
import { rebatch, takeRows } from '../table/select.js';
import { statColumn } from '../table/strings.js';
import { RowCursor } from './row-cursor.js';
import { runMapper } from './run-mapper.js';
import { failedRow, type BatchContext, type FailedRow, type RowTrace, type Scene } from './scene.js';

/** What surrounds the run of an op. */
export interface OpContext {
  textKey: string;
  /** Rows between two reports of progress. */
  batchSize: number;
  onRows(done: number): void;
  trace?: RowTrace | undefined;
}

/** What an op made of a table. */
export interface OpOutcome {
  table: Table;
  ledger: Ledger;
  failed: FailedRow[];
}

/** Applies the op to every row; a row that makes it throw leaves the table and is handed back. */
export function runOp(table: Table, prepared: PreparedOp, context: OpContext): OpOutcome {
  const failed: FailedRow[] = [];
  const ledger = emptyLedger();
  const layouts = new KeyLayoutSet(table.layouts);
  let done = 0;
  const batches = table.batches.map((batch) => {
    const step = (i: number): void => {
      if ((done + i + 1) % context.batchSize === 0) context.onRows(done + i + 1);
    };
    const { textKey, trace } = context;
    const out = runBatch(batch, prepared, { textKey, layouts, step, failed, ledger, trace });
    done += batch.rows;
    context.onRows(done);
    return out;
  });
  const out = rebatch({ layouts: layouts.all, batches });
  ledger.rows_in = done;
  ledger.quarantined = failed.length;
  ledger.rows_out = out.batches.reduce((sum, b) => sum + b.rows, 0);
  ledger.rejected = ledger.rows_in - ledger.quarantined - ledger.rows_out + ledger.added;
  return { table: out, ledger, failed };
}

/** The rows of a batch that the op leaves, as it leaves them. */
export function runBatch(batch: Batch, prepared: PreparedOp, context: BatchContext): Batch {
  const rows = new RowCursor(batch, context.textKey);
  const scene = { batch, rows, context };
  return prepared.kind === 'mapper' ? runMapper(prepared, scene) : runFilter(prepared, scene);
}

function runFilter(op: PreparedFilter, { batch, rows, context }: Scene): Batch {
  const names = Object.keys(op.stats);
  const stats = names.map(() => new Array<StatValue>(batch.rows).fill(null));
  const kept = new Uint32Array(batch.rows);
  const dropped: number[] = [];
  const traced = context.trace?.full === false;
  let count = 0;
  for (let i = 0; i < batch.rows; i++) {
    try {
      const measured = op.measure(rows.at(i));
      for (let k = 0; k < names.length; k++)
        (stats[k] as StatValue[])[i] = measured[names[k] as string] ?? null;
      if (op.keep(measured)) kept[count++] = i;
      else if (traced) dropped.push(i);
    } catch (error) {
      context.failed.push(failedRow(batch, i, error));
    }
    context.step(i);
  }
  const measured = withStats(batch, op.stats, stats);
  if (dropped.length > 0) context.trace?.dropped(measured, dropped);
  return takeRows(measured, kept.subarray(0, count));
}

/** `stats` holds the values of each stat, in the order of `types`. */
function withStats(batch: Batch, types: Record<string, StatType>, stats: StatValue[][]): Batch {
  const names = new Set(Object.keys(types));
  const columns = batch.columns.filter((c) => c.role !== 'stat' || !names.has(c.name));
  Object.entries(types).forEach(([name, type], k) => columns.push(statColumn(name, type, stats[k] ?? [])));
  return { rows: batch.rows, columns };
}
