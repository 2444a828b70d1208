/** Runs one op over a table: the op is a function on values, the batches and columns are handled here. */
import { JuicerError } from '../model/errors.js';
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { StatType, StatValue } from '../ops/define.js';
import type { PreparedFilter, PreparedMapper, PreparedOp } from '../ops/run.js';
import type { Batch, Table, TextColumn } from '../table/column.js';
import { rebatch, takeRows } from '../table/select.js';
import { statColumn } from '../table/strings.js';
import { patchTexts, type TextChanges } from './patch-texts.js';
import { RowCursor } from './row-cursor.js';

/** A row that made the op throw. */
export interface FailedRow {
  row: number;
  /** The row alone, as it stood before the op. */
  alone: Batch;
  error: unknown;
  /** Why, if it did not throw. */
  reason?: 'given_up';
}

/** Takes samples of what an op does to rows; `full` when it wants no more. */
export interface RowTrace {
  readonly full: boolean;
  /** A mapper changed the text of row `i`. */
  changed(batch: Batch, i: number, text: { before: string; after: string }): void;
  /** A filter drops these rows, in order; the batch has what it measured. */
  dropped(batch: Batch, rows: readonly number[]): void;
}

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
  let done = 0;
  const batches = table.batches.map((batch) => {
    const step = (i: number): void => {
      if ((done + i + 1) % context.batchSize === 0) context.onRows(done + i + 1);
    };
    const { textKey, trace } = context;
    const out = runBatch(batch, prepared, { textKey, step, failed, ledger, trace });
    done += batch.rows;
    context.onRows(done);
    return out;
  });
  const out = rebatch({ layouts: table.layouts, batches });
  ledger.rows_in = done;
  ledger.quarantined = failed.length;
  ledger.rows_out = out.batches.reduce((sum, b) => sum + b.rows, 0);
  ledger.rejected = ledger.rows_in - ledger.quarantined - ledger.rows_out + ledger.added;
  return { table: out, ledger, failed };
}

/**
 * What surrounds the run of an op over one batch: `step` is called after each row, rows that fail go to `failed`, those that
 * are made of others are counted in the ledger.
 */
export interface BatchContext {
  textKey: string;
  step(i: number): void;
  failed: FailedRow[];
  ledger?: Pick<Ledger, 'added'>;
  trace?: RowTrace | undefined;
}

/** The rows of a batch that the op leaves, as it leaves them. */
export function runBatch(batch: Batch, prepared: PreparedOp, context: BatchContext): Batch {
  const rows = new RowCursor(batch, context.textKey);
  const scene = { batch, rows, context };
  return prepared.kind === 'mapper' ? runMapper(prepared, scene) : runFilter(prepared, scene);
}

interface Scene {
  batch: Batch;
  rows: RowCursor;
  context: BatchContext;
}

function runMapper(op: PreparedMapper, { batch, rows, context }: Scene): Batch {
  const changes: TextChanges = { rows: [], texts: [] };
  const kept: number[] = [];
  const keep = (i: number, before: string, after: string): void => {
    if (after !== before) {
      changes.rows.push(kept.length);
      changes.texts.push(after);
    }
    kept.push(i);
  };
  for (let i = 0; i < batch.rows; i++) {
    try {
      const before = rows.at(i).text;
      const after = op.map(rows);
      if (context.trace?.full === false) traceMapped(context.trace, { batch, i, before, after });
      if (typeof after === 'string') keep(i, before, after);
      else {
        for (const text of after) keep(i, before, text);
        if (context.ledger) context.ledger.added += Math.max(0, after.length - 1);
      }
    } catch (error) {
      context.failed.push(failedRow(batch, i, error));
    }
    context.step(i);
  }
  const taken = takeRows(batch, Uint32Array.from(kept));
  const column = taken.columns[batch.columns.indexOf(rows.column)] as TextColumn;
  const text = patchTexts(column, taken.rows, changes);
  return { rows: taken.rows, columns: taken.columns.map((c) => (c === column ? text : c)) };
}

function traceMapped(
  trace: RowTrace,
  o: { batch: Batch; i: number; before: string; after: string | readonly string[] },
): void {
  const { batch, i, before } = o;
  const after = typeof o.after === 'string' ? o.after : o.after.join('\n');
  if (after !== before) trace.changed(batch, i, { before, after });
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

function failedRow(batch: Batch, i: number, error: unknown): FailedRow {
  return { row: rowNumber(batch, i), alone: takeRows(batch, Uint32Array.of(i)), error };
}

/** Input row number of a row of a batch. */
export function rowNumber(batch: Batch, i: number): number {
  const row = batch.columns.find((c) => c.role === 'row');
  if (row?.kind !== 'int64') throw new JuicerError('E_INTERNAL', 'a batch has no row numbers');
  return Number(row.values[i]);
}
