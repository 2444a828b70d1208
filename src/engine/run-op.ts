/** Runs one op over a table: the op is a function on values, the batches and columns are handled here. */
import { JuicerError } from '../model/errors.js';
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { StatType, StatValue } from '../ops/define.js';
import type { PreparedFilter, PreparedMapper, PreparedOp } from '../ops/run.js';
import type { Batch, Table } from '../table/column.js';
import { rebatch, takeRows } from '../table/select.js';
import { statColumn, textColumn } from '../table/strings.js';
import { RowCursor } from './row-cursor.js';

/** A row that made the op throw. */
export interface FailedRow {
  row: number;
  /** The row alone, as it stood before the op. */
  alone: Batch;
  error: unknown;
}

/** What surrounds the run of an op. */
export interface OpContext {
  textKey: string;
  /** Rows between two reports of progress. */
  batchSize: number;
  onRows(done: number): void;
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
    const out = runBatch(batch, prepared, { textKey: context.textKey, step, failed });
    done += batch.rows;
    context.onRows(done);
    return out;
  });
  const out = rebatch({ layouts: table.layouts, batches });
  ledger.rows_in = done;
  ledger.quarantined = failed.length;
  ledger.rows_out = out.batches.reduce((sum, b) => sum + b.rows, 0);
  ledger.rejected = ledger.rows_in - ledger.quarantined - ledger.rows_out;
  return { table: out, ledger, failed };
}

interface BatchContext {
  textKey: string;
  step(i: number): void;
  failed: FailedRow[];
}

function runBatch(batch: Batch, prepared: PreparedOp, context: BatchContext): Batch {
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
  const texts = new Array<string | null>(batch.rows);
  const kept: number[] = [];
  let changed = false;
  for (let i = 0; i < batch.rows; i++) {
    try {
      const before = rows.at(i).text;
      const after = op.map(rows);
      texts[i] = after;
      changed ||= after !== before;
      kept.push(i);
    } catch (error) {
      context.failed.push(failedRow(batch, i, error));
      texts[i] = null;
    }
    context.step(i);
  }
  if (!changed) return takeRows(batch, Uint32Array.from(kept));
  const text = textColumn(rows.column.name, 'field', texts);
  const columns = batch.columns.map((c) => (c === rows.column ? text : c));
  return takeRows({ rows: batch.rows, columns }, Uint32Array.from(kept));
}

function runFilter(op: PreparedFilter, { batch, rows, context }: Scene): Batch {
  const types = op.stats;
  const stats = Object.fromEntries(
    Object.keys(types).map((name) => [name, new Array<StatValue>(batch.rows).fill(null)]),
  );
  const kept: number[] = [];
  for (let i = 0; i < batch.rows; i++) {
    try {
      rows.at(i);
      const measured = op.measure(rows);
      for (const name in stats) (stats[name] as StatValue[])[i] = measured[name] ?? null;
      if (op.keep(measured)) kept.push(i);
    } catch (error) {
      context.failed.push(failedRow(batch, i, error));
    }
    context.step(i);
  }
  return takeRows(withStats(batch, types, stats), Uint32Array.from(kept));
}

function withStats(batch: Batch, types: Record<string, StatType>, stats: Record<string, StatValue[]>): Batch {
  const names = new Set(Object.keys(types));
  const columns = batch.columns.filter((c) => c.role !== 'stat' || !names.has(c.name));
  for (const [name, type] of Object.entries(types)) columns.push(statColumn(name, type, stats[name] ?? []));
  return { rows: batch.rows, columns };
}

function failedRow(batch: Batch, i: number, error: unknown): FailedRow {
  const row = batch.columns.find((c) => c.role === 'row');
  if (row?.kind !== 'int64') throw new JuicerError('E_INTERNAL', 'a batch has no row numbers');
  return { row: Number(row.values[i]), alone: takeRows(batch, Uint32Array.of(i)), error };
}
