/** Batches as the row objects of parquetjs-lite, and back. */
import type { LiteRow } from 'parquetjs-lite';
import { bitAt, isNull, setBit, bitmapBytes, Validity } from '../../table/bitmap.js';
import type { Batch, Column } from '../../table/column.js';
import { jsonAt, textColumn } from '../../table/strings.js';
import { STATS_STRUCT, splitStats, type FileColumn, type FileSchema, type Placed } from './file-schema.js';

/** The rows of a batch, one after the other. */
export function* rowsOf(batch: Batch, schema: FileSchema): Generator<LiteRow> {
  const { plain, stats } = splitStats(schema.columns);
  const entries = (row: number) => (column: Placed) => [
    column.stored,
    valueAt(batch.columns[column.index] as Column, row),
  ];
  for (let row = 0; row < batch.rows; row++) {
    const values = Object.fromEntries(plain.map(entries(row))) as LiteRow;
    if (stats.length > 0) values[STATS_STRUCT] = Object.fromEntries(stats.map(entries(row)));
    yield values;
  }
}

function valueAt(column: Column, row: number): unknown {
  if (isNull(column, row)) return null;
  if (column.kind === 'utf8' || column.kind === 'json') return jsonAt(column, row);
  if (column.kind === 'bool') return bitAt(column.values, row);
  return Number(column.values[row]);
}

/** The column of some rows that were read. */
export function columnOf({ name, role, kind, stored }: FileColumn, rows: readonly LiteRow[]): Column {
  const holders = role === 'stat' ? rows.map((row) => row[STATS_STRUCT] as LiteRow) : rows;
  // A null is a missing property here, and every object inherits some, such as `constructor`.
  const found = holders.map((holder) => (Object.hasOwn(holder, stored) ? (holder[stored] ?? null) : null));
  if (kind === 'utf8' || kind === 'json')
    return { ...textColumn(name, role, found as (string | null)[]), kind };
  const validity = new Validity(rows.length);
  found.forEach((value, i) => {
    if (value !== null) validity.set(i);
  });
  const base = { name, role, validity: validity.finish() };
  if (kind === 'int64')
    return { ...base, kind, values: BigInt64Array.from(found as (bigint | null)[], (v) => v ?? 0n) };
  if (kind === 'int32')
    return { ...base, kind, values: Int32Array.from(found as (number | null)[], (v) => v ?? 0) };
  if (kind === 'double')
    return { ...base, kind, values: Float64Array.from(found as (number | null)[], (v) => v ?? 0) };
  const bits = new Uint8Array(bitmapBytes(rows.length));
  found.forEach((value, i) => {
    if (value === true) setBit(bits, i);
  });
  return { ...base, kind, values: bits };
}
