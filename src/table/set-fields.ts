/** Fields that an op sets: columns of JSON, layouts that have them, rows kept raw spelt anew. */
import { JuicerError } from '../model/errors.js';
import { isNull } from './bitmap.js';
import { ByteWriter } from './byte-writer.js';
import type { Batch, Column, Int32Column, TextColumn } from './column.js';
import { RAW_ROW } from './key-layouts.js';
import type { KeyLayoutSet } from './layout-set.js';
import { withMembers } from './raw-members.js';
import { jsonColumn, jsonAt, textColumn } from './strings.js';
import { writeValue } from './write-value.js';

/** Row of a batch → the JSON of each field that is set in it. */
export type FieldChanges = Map<number, ReadonlyMap<string, string>>;

/**
 * The batch with the fields set. Each of `names` is a column of JSON texts in it then, whether a row sets it or not: all
 * batches of a table have the same columns.
 * @throws JuicerError E_INTERNAL when a batch has no layouts; E_LIMIT when a column would have 2 GiB or more.
 */
export function setFields(
  batch: Batch,
  names: readonly string[],
  changes: FieldChanges,
  layouts: KeyLayoutSet,
): Batch {
  const layout = batch.columns.find((c): c is Int32Column => c.role === 'layout');
  if (!layout) throw new JuicerError('E_INTERNAL', 'batch has no layout column');
  const isRaw = (row: number): boolean => layout.values[row] === RAW_ROW;
  const columns = batch.columns.map((column) => {
    if (column.role === 'layout') return widened(layout, changes, layouts);
    if (column.role === 'raw' && column.kind === 'utf8') return respelt(column, changes, isRaw);
    return column;
  });
  for (const name of names) {
    const at = columns.findIndex((c) => c.role === 'field' && c.name === name);
    // What a row kept raw has in its fields stands in its text alone.
    const set = (row: number): string | undefined => (isRaw(row) ? undefined : changes.get(row)?.get(name));
    const column = jsonField(name, batch.rows, columns[at], set);
    if (at < 0) columns.push(column);
    else columns[at] = column;
  }
  return { rows: batch.rows, columns };
}

function widened(layout: Int32Column, changes: FieldChanges, layouts: KeyLayoutSet): Int32Column {
  const values = layout.values.slice();
  for (const [row, fields] of changes) {
    const number = values[row] as number;
    if (number !== RAW_ROW) values[row] = layouts.widened(number, [...fields.keys()]);
  }
  return { ...layout, values };
}

function respelt(raw: TextColumn, changes: FieldChanges, isRaw: (row: number) => boolean): TextColumn {
  if (![...changes.keys()].some(isRaw)) return raw;
  const rows = raw.offsets.length - 1;
  const texts = Array.from({ length: rows }, (_, row) => {
    const text = jsonAt(raw, row);
    const fields = isRaw(row) ? changes.get(row) : undefined;
    return fields && text !== null ? withMembers(text, fields) : text;
  });
  return textColumn(raw.name, raw.role, texts);
}

/** The column as JSON texts, with those that are set in the place of its own values. */
function jsonField(
  name: string,
  rows: number,
  before: Column | undefined,
  set: (row: number) => string | undefined,
): TextColumn {
  const texts = Array.from({ length: rows }, (_, row) => {
    const text = set(row);
    if (text !== undefined || !before || isNull(before, row)) return text ?? null;
    const writer = new ByteWriter(64);
    writeValue(writer, before, row);
    return Buffer.from(writer.finish()).toString();
  });
  return jsonColumn(name, 'field', texts);
}
