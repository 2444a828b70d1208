/** Columns into JSONL: the inverse of `parseJsonl`. */
import { JuicerError } from '../model/errors.js';
import { ByteWriter } from './byte-writer.js';
import { RESERVED, type Batch, type Column, type Int32Column, type Table } from './column.js';
import { RAW_ROW } from './key-layouts.js';
import { RawRows } from './raw-rows.js';
import { StatWriter } from './stat-writer.js';
import { writeValue } from './write-value.js';

/** How to write rows. */
export interface EncodeOptions {
  /** Top-level field that holds the text. */
  textKey: string;
  /** False when no text was changed since the rows were read: spares a comparison for rows kept raw. Default true. */
  textChanged?: boolean;
  /** Whether the stat columns are written, as the field `__dj__stats__` at the end of each row. */
  keepStats: boolean;
}

/**
 * The rows as JSON lines, each ended by a line feed: compact, fields in the order of the row's layout, escapes as few as
 * `JSON.stringify` makes, json columns and raw rows as they were spelt. Rows that came as compact JSON with such
 * escapes leave byte for byte as they came.
 * @throws JuicerError E_INTERNAL when a layout names a field that has no column.
 */
export function encodeJsonl(
  data: Table | Batch,
  layouts: readonly string[][],
  options: EncodeOptions,
): Uint8Array {
  const batches = 'batches' in data ? data.batches : [data];
  const writer = new ByteWriter(Math.ceil(batches.reduce((sum, batch) => sum + estimate(batch), 0)));
  for (const batch of batches) encodeBatch(writer, batch, layouts, options);
  return writer.finish();
}

function estimate(batch: Batch): number {
  return batch.columns.reduce((sum, column) => {
    const isText = column.kind === 'utf8' || column.kind === 'json';
    return sum + (isText ? column.values.length * 1.05 + 16 * batch.rows : 24 * batch.rows);
  }, 0);
}

/** A field of a layout: the bytes before its value (comma and key), and its column. */
interface Member {
  prefix: Uint8Array;
  column: Column;
}

function encodeBatch(
  writer: ByteWriter,
  batch: Batch,
  layouts: readonly string[][],
  options: EncodeOptions,
): void {
  const stats = options.keepStats ? new StatWriter(batch.columns) : null;
  const replaced = stats?.isEmpty === false ? RESERVED.stats : null;
  const members = new Map<number, Member[]>();
  const layoutColumn = batch.columns.find((column): column is Int32Column => column.role === 'layout');
  if (!layoutColumn) throw new JuicerError('E_INTERNAL', 'batch has no layout column');
  const raw = new RawRows(batch.columns, options);
  for (let row = 0; row < batch.rows; row++) {
    const layout = layoutColumn.values[row] as number;
    if (layout === RAW_ROW) raw.write(writer, row, replaced);
    else {
      let known = members.get(layout);
      if (!known)
        members.set(layout, (known = layoutMembers(layouts[layout] ?? [], batch.columns, replaced)));
      writeMembers(writer, known, row);
    }
    stats?.write(writer, row);
    writer.reserve(2);
    writer.byte(0x7d);
    writer.byte(0x0a);
  }
}

function layoutMembers(
  layout: readonly string[],
  columns: readonly Column[],
  replaced: string | null,
): Member[] {
  const names = layout.filter((name) => name !== replaced);
  return names.map((name, i) => {
    const column = columns.find((c) => c.role === 'field' && c.name === name);
    if (!column) throw new JuicerError('E_INTERNAL', `field "${name}" of a key layout has no column`);
    return { prefix: Buffer.from(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`), column };
  });
}

function writeMembers(writer: ByteWriter, members: readonly Member[], row: number): void {
  if (members.length === 0) {
    writer.reserve(1);
    writer.byte(0x7b);
  }
  for (const { prefix, column } of members) {
    writer.copy(prefix, 0, prefix.length);
    writeValue(writer, column, row);
  }
}
