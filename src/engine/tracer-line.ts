/** The JSON of one sample of the tracer, in the members that Data-Juicer's tracer writes, and the number of the row. */
import { isNull } from '../table/bitmap.js';
import { ByteWriter } from '../table/byte-writer.js';
import { RESERVED, type Batch } from '../table/column.js';
import { encodeJsonl } from '../table/to-jsonl.js';
import { writeValue } from '../table/write-value.js';
import { RowCursor } from './row-cursor.js';
import type { RowChange } from './scene.js';

/** What a line is written with. */
export interface LineContext {
  /** Fields that a mapper's line has first; nested by dots. */
  keys: readonly string[];
  textKey: string;
  layouts: readonly string[][];
}

/** A row that an op changed or dropped. */
export interface TraceSample {
  row: number;
  /** The row alone: as it came to a mapper; as it came to a filter, with what that measured. */
  alone: Batch;
  /** Of a mapper's row. */
  change?: RowChange;
}

/**
 * Of a mapper `{<trace keys>, original_text, processed_text, __dj__row__}`, before the last `processed_fields` for one that
 * sets fields: a list of what it set in each row that it made. Of a filter the row that it dropped, with the stats
 * that it had by then and `__dj__row__`. The row's number counts from 0 over the dataset.
 */
export function traceLine({ row, alone, change }: TraceSample, context: LineContext): string {
  const number = `${JSON.stringify(RESERVED.row)}:${row}}`;
  if (change) {
    const keys = context.keys.map((key) => `${JSON.stringify(key)}:${fieldJson(alone, key, context)},`);
    const { before, after } = change;
    const texts = `"original_text":${JSON.stringify(before)},"processed_text":${JSON.stringify(after)}`;
    const fields = change.fields === undefined ? '' : `,"processed_fields":[${change.fields}]`;
    return `{${keys.join('')}${texts}${fields},${number}`;
  }
  const bytes = encodeJsonl(alone, context.layouts, { textKey: context.textKey, keepStats: true });
  const line = Buffer.from(bytes).toString().trimEnd().slice(0, -1);
  return `${line}${line === '{' ? '' : ','}${number}`;
}

/** The value of a field as it stood in the row's line; null when it has none. */
function fieldJson(alone: Batch, key: string, { textKey }: LineContext): string {
  const column = alone.columns.find((c) => c.role === 'field' && c.name === key);
  if (!column || isNull(column, 0))
    return JSON.stringify(new RowCursor(alone, textKey).at(0).field(key) ?? null);
  const writer = new ByteWriter(64);
  writeValue(writer, column, 0);
  return Buffer.from(writer.finish()).toString();
}
