/** Rows picked out of batches, and batches put together, column by column and without decoding. */
import { bitAt, bitmapBytes, setBit } from './bitmap.js';
import { copyBytes } from './byte-writer.js';
import type { Batch, Column, Table, TextColumn } from './column.js';
import { joinSpans, type Span } from './join.js';
import { rowsPerBatch } from './row-groups.js';
import { unifyTexts } from './unify.js';

/** The rows of `batch` at `indices`, in that order. Gives the batch itself when these are all its rows in order. */
export function takeRows(batch: Batch, indices: Int32Array | Uint32Array): Batch {
  if (indices.length === batch.rows && indices.every((index, i) => index === i)) return batch;
  return { rows: indices.length, columns: batch.columns.map((column) => takeColumn(column, indices)) };
}

type Indices = Int32Array | Uint32Array;

function takeColumn(column: Column, indices: Indices): Column {
  const validity = column.validity && takeBits(column.validity, indices);
  if (column.kind === 'bool') return { ...column, validity, values: takeBits(column.values, indices) };
  if (column.kind === 'utf8' || column.kind === 'json') return takeTexts(column, validity, indices);
  if (column.kind === 'int64') {
    const values = new BigInt64Array(indices.length);
    for (let i = 0; i < indices.length; i++) values[i] = column.values[indices[i] as number] as bigint;
    return { ...column, validity, values };
  }
  const values = column.kind === 'int32' ? new Int32Array(indices.length) : new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) values[i] = column.values[indices[i] as number] as number;
  return { ...column, validity, values } as Column;
}

function takeBits(bits: Uint8Array, indices: Indices): Uint8Array {
  const taken = new Uint8Array(bitmapBytes(indices.length));
  for (let i = 0; i < indices.length; i++) if (bitAt(bits, indices[i] as number)) setBit(taken, i);
  return taken;
}

function takeTexts(column: TextColumn, validity: Uint8Array | null, indices: Indices): TextColumn {
  const from = column.offsets;
  const offsets = new Int32Array(indices.length + 1);
  let bytes = 0;
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    bytes += (from[row + 1] as number) - (from[row] as number);
    offsets[i + 1] = bytes;
  }
  const values = Buffer.allocUnsafeSlow(bytes);
  let pos = 0;
  for (let i = 0; i < indices.length;) {
    const start = indices[i] as number;
    let next = start + 1;
    while (++i < indices.length && indices[i] === next) next++; // neighbouring rows are copied in one go
    pos = copyBytes(column.values, [from[start] as number, from[next] as number], values, pos);
  }
  return { ...column, validity, offsets, values };
}

/**
 * One batch with the rows of all, in order. They must have the same columns, of at least one batch.
 * @throws JuicerError E_LIMIT when a column would have 2 GiB or more of text.
 */
export function concatBatches(batches: readonly Batch[]): Batch {
  const [only] = batches;
  if (batches.length === 1 && only) return only;
  return joinSpans(unifyTexts(batches).map((batch) => ({ batch, from: 0, to: batch.rows })));
}

/**
 * The same rows in batches that follow the row-group rule: all of `rowsPerBatch` rows but the last. The borders depend on the rows alone, so
 * equal rows give equal files whichever batches they went through. Gives the table itself when it is so already. A number of rows per
 * batch takes the place of the rule.
 */
export function rebatch(table: Table, rowsInEach?: number): Table {
  const batches = unifyTexts(table.batches);
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const size =
    rowsInEach ??
    rowsPerBatch(
      rows,
      batches.reduce((sum, batch) => sum + valueBytes(batch), 0),
    );
  const last = batches.length - 1;
  const inForm = batches.every((batch, i) => (i < last ? batch.rows === size : batch.rows <= size));
  if (inForm && (last <= 0 || (batches[last] as Batch).rows > 0)) {
    return batches === table.batches ? table : { layouts: table.layouts, batches };
  }
  return { layouts: table.layouts, batches: cut(batches, size).map(joinSpans) };
}

function cut(batches: readonly Batch[], size: number): Span[][] {
  const groups: Span[][] = [];
  let room = 0;
  for (const batch of batches) {
    for (let from = 0; from < batch.rows;) {
      if (room === 0) {
        groups.push([]);
        room = size;
      }
      const to = Math.min(batch.rows, from + room);
      groups.at(-1)?.push({ batch, from, to });
      room -= to - from;
      from = to;
    }
  }
  const [empty] = batches;
  return groups.length > 0 || !empty ? groups : [[{ batch: empty, from: 0, to: 0 }]];
}

function valueBytes(batch: Batch): number {
  return batch.columns.reduce((sum, column) => {
    const isText = column.kind === 'utf8' || column.kind === 'json';
    return sum + (isText ? (column.offsets[batch.rows] as number) : column.values.byteLength);
  }, 0);
}
