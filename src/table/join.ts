/** Parts of batches joined into one. */
import { JuicerError } from '../model/errors.js';
import { bitAt, bitmapBytes, setBit } from './bitmap.js';
import { copyBytes } from './byte-writer.js';
import type { Batch, Column, TextColumn } from './column.js';

const MAX_BYTES = 2 ** 31 - 1;

/** A part of a batch: its rows [from, to). */
export interface Span {
  batch: Batch;
  from: number;
  to: number;
}

/**
 * One batch of the rows of all spans, in order; the batch itself when it is the only one and whole.
 * @throws JuicerError E_LIMIT when a column would have 2 GiB or more of text, E_INTERNAL when the columns differ.
 */
export function joinSpans(spans: readonly Span[]): Batch {
  const [first] = spans;
  if (!first) throw new JuicerError('E_INTERNAL', 'no batches to join');
  if (spans.length === 1 && first.from === 0 && first.to === first.batch.rows) return first.batch;
  const rows = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  const columns = first.batch.columns.map((column, k) => joinColumn(column, k, { spans, rows }));
  return { rows, columns };
}

interface Join {
  spans: readonly Span[];
  rows: number;
}

function joinColumn(like: Column, k: number, join: Join): Column {
  const parts = join.spans.map(({ batch }) => {
    const column = batch.columns[k];
    if (column?.kind !== like.kind || column.name !== like.name || column.role !== like.role) {
      throw new JuicerError('E_INTERNAL', `column ${k} of a batch is not "${like.name}" (${like.kind})`);
    }
    return column;
  });
  const anyNull = parts.some((part) => part.validity !== null);
  const validity = anyNull
    ? joinBits(
        parts.map((part) => part.validity),
        join,
      )
    : null;
  if (like.kind === 'bool')
    return {
      ...like,
      validity,
      values: joinBits(
        parts.map((p) => p.values as Uint8Array),
        join,
      ),
    };
  if (like.kind === 'utf8' || like.kind === 'json')
    return { ...like, validity, ...joinTexts(parts as TextColumn[], join) };
  const values = new (like.values.constructor as new (length: number) => BigInt64Array)(join.rows);
  let at = 0;
  join.spans.forEach(({ from, to }, i) => {
    values.set((parts[i]?.values as BigInt64Array).subarray(from, to), at);
    at += to - from;
  });
  return { ...like, validity, values } as Column;
}

/** A part without a bitmap has all its bits set. */
function joinBits(parts: readonly (Uint8Array | null)[], { spans, rows }: Join): Uint8Array {
  const joined = new Uint8Array(bitmapBytes(rows));
  let at = 0;
  spans.forEach(({ from, to }, i) => {
    const bits = parts[i] ?? null;
    for (let row = from; row < to; row++, at++) if (bits === null || bitAt(bits, row)) setBit(joined, at);
  });
  return joined;
}

function joinTexts(
  parts: readonly TextColumn[],
  { spans, rows }: Join,
): Pick<TextColumn, 'offsets' | 'values'> {
  const starts = spans.map(({ from }, i) => parts[i]?.offsets[from] as number);
  const ends = spans.map(({ to }, i) => parts[i]?.offsets[to] as number);
  const bytes = ends.reduce((sum, end, i) => sum + end - (starts[i] as number), 0);
  if (bytes > MAX_BYTES)
    throw new JuicerError('E_LIMIT', `column "${parts[0]?.name}" has ${bytes} bytes, the limit is 2 GiB`);
  const offsets = new Int32Array(rows + 1);
  const values = Buffer.allocUnsafeSlow(bytes);
  let row = 0;
  let pos = 0;
  spans.forEach(({ from, to }, i) => {
    const part = parts[i] as TextColumn;
    const shift = pos - (starts[i] as number);
    for (let k = from; k < to; k++) offsets[++row] = (part.offsets[k + 1] as number) + shift;
    pos = copyBytes(part.values, [starts[i] as number, ends[i] as number], values, pos);
  });
  return { offsets, values };
}
