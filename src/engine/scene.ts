/** What an op is run with over a batch, and what comes of rows that fail. */
import { JuicerError, type ErrorCode } from '../model/errors.js';
import type { Ledger } from '../model/ledger.js';
import type { Batch } from '../table/column.js';
import type { KeyLayoutSet } from '../table/layout-set.js';
import { takeRows } from '../table/select.js';
import type { RowCursor } from './row-cursor.js';

/** A row that made the op throw. */
export interface FailedRow {
  row: number;
  /** The row alone, as it stood before the op. */
  alone: Batch;
  error: unknown;
  /** Why, if it did not throw. */
  reason?: 'given_up';
}

/** What a mapper changed of a row. */
export interface RowChange {
  before: string;
  /** Texts of several rows, one below the other. */
  after: string;
  /** The JSON of the fields that it set, an object for each row that it made; absent for an op that sets none. */
  fields?: string;
}

/** Takes samples of what an op does to rows; `full` when it wants no more. */
export interface RowTrace {
  readonly full: boolean;
  /** A mapper changed row `i`. */
  changed(batch: Batch, i: number, change: RowChange): void;
  /** A filter drops these rows, in order; the batch has what it measured. */
  dropped(batch: Batch, rows: readonly number[]): void;
}

/**
 * What surrounds the run of an op over one batch: `step` is called after each row, rows that fail go to `failed`, those that
 * are made of others are counted in the ledger, layouts that rows get are added to `layouts`.
 */
export interface BatchContext {
  textKey: string;
  layouts: KeyLayoutSet;
  step(i: number): void;
  failed: FailedRow[];
  ledger?: Pick<Ledger, 'added'>;
  trace?: RowTrace | undefined;
}

/** A batch, a view that is moved over its rows, and what surrounds them. */
export interface Scene {
  batch: Batch;
  rows: RowCursor;
  context: BatchContext;
}

/** What goes wrong when an op reads a file that it names: no row is to blame. */
const NOT_OF_ROWS: readonly ErrorCode[] = ['E_IO', 'E_DISK_FULL', 'E_STORE', 'E_REFUSED'];

/**
 * Row `i` of a batch, on which an op threw.
 * @throws what the op threw when a file of the op cannot be read, or is not the one that was planned with.
 */
export function failedRow(batch: Batch, i: number, error: unknown): FailedRow {
  if (error instanceof JuicerError && NOT_OF_ROWS.includes(error.code)) throw error;
  return { row: rowNumber(batch, i), alone: takeRows(batch, Uint32Array.of(i)), error };
}

/** Input row number of a row of a batch. */
export function rowNumber(batch: Batch, i: number): number {
  const row = batch.columns.find((c) => c.role === 'row');
  if (row?.kind !== 'int64') throw new JuicerError('E_INTERNAL', 'a batch has no row numbers');
  return Number(row.values[i]);
}
