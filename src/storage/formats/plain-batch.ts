/** A batch whose buffers depend on its values alone: an Arrow file holds the buffers themselves. */
import { isNull } from '../../table/bitmap.js';
import type { Batch, Column, DoubleColumn, Int32Column, Int64Column } from '../../table/column.js';

/** Columns whose values take the same room each. */
type FixedColumn = Int64Column | Int32Column | DoubleColumn;

/** The batch with zeros where there is no value, and in the bits behind the last row; the batch's own columns where it is so. */
export function plainBatch({ rows, columns }: Batch): Batch {
  return { rows, columns: columns.map((column) => plainColumn(column, rows)) };
}

function plainColumn(column: Column, rows: number): Column {
  const validity = column.validity && withoutTail(column.validity, rows);
  if (column.kind === 'bool') {
    const values = withoutTail(column.values, rows);
    return { ...column, validity, values: validity ? both(values, validity) : values };
  }
  if (column.kind === 'utf8' || column.kind === 'json') return { ...column, validity };
  return validity ? zeroed({ ...column, validity } as FixedColumn, rows) : column;
}

/** The bits of `rows` rows, those behind them 0. */
function withoutTail(bits: Uint8Array, rows: number): Uint8Array {
  const bytes = (rows + 7) >> 3;
  const used = rows & 7;
  const last = bytes === 0 || used === 0 ? 0 : (bits[bytes - 1] as number) >> used;
  if (last === 0) return bits.subarray(0, bytes);
  const copy = bits.slice(0, bytes);
  copy[bytes - 1] = (copy[bytes - 1] as number) & ((1 << used) - 1);
  return copy;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte & (b[i] as number));
}

function zeroed(column: FixedColumn, rows: number): Column {
  const values = column.values.slice(0, rows);
  for (let i = 0; i < rows; i++) if (isNull(column, i)) values[i] = column.kind === 'int64' ? 0n : 0;
  return { ...column, values } as Column;
}
