import { JuicerError } from '../model/errors.js';
import { ByteWriter } from './byte-writer.js';
import { RESERVED, type Batch, type Column, type Table } from './column.js';
import { jsonAt, textColumn } from './strings.js';
import { writeValue } from './write-value.js';

/** A new field: what it is for the row of a number. */
export interface NewField {
  name: string;
  textOf(row: number): string;
}

/**
 * The table with one more field of text, the last of each row. Rows that have the field keep theirs. Of rows that are kept raw
 * whole its column alone has it: ops see it, an export does not.
 */
export function addTextField(table: Table, field: NewField): Table {
  const has = table.layouts.map((fields) => fields.includes(field.name));
  return {
    layouts: table.layouts.map((fields, k) => (has[k] ? fields : [...fields, field.name])),
    batches: table.batches.map((batch) => ({ ...batch, columns: withField(batch, field, has) })),
  };
}

/** The columns of the rows' own fields stand before that of raw rows. */
function withField(batch: Batch, { name, textOf }: NewField, has: readonly boolean[]): Column[] {
  const numbers = batch.columns.find((column) => column.name === RESERVED.row);
  const layouts = batch.columns.find((column) => column.name === RESERVED.layout);
  if (numbers?.kind !== 'int64' || layouts?.kind !== 'int32')
    throw new JuicerError('E_INTERNAL', 'a batch has no row numbers or layouts');
  const own = batch.columns.find((column) => column.role === 'field' && column.name === name);
  const isJson = own !== undefined && own.kind !== 'utf8';
  const texts = Array.from({ length: batch.rows }, (_, i) => {
    if (own && has[layouts.values[i] as number]) return isJson ? spelt(own, i) : jsonAt(own, i);
    const text = textOf(Number(numbers.values[i]));
    return isJson ? JSON.stringify(text) : text;
  });
  const made: Column = { ...textColumn(name, 'field', texts), kind: isJson ? 'json' : 'utf8' };
  if (own) return batch.columns.map((column) => (column === own ? made : column));
  const raw = batch.columns.findIndex((column) => column.role === 'raw');
  const at = raw < 0 ? batch.columns.length : raw;
  return batch.columns.toSpliced(at, 0, made);
}

/** A value as JSON text. */
function spelt(column: Column, i: number): string {
  const writer = new ByteWriter(64);
  writeValue(writer, column, i);
  return Buffer.from(writer.finish()).toString('utf8');
}
