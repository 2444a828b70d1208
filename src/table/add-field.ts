/** One more field for the rows of a table, known from where they stand. */
import { JuicerError } from '../model/errors.js';
import type { Batch, Table } from './column.js';
import { RAW_ROW } from './key-layouts.js';
import { KeyLayoutSet, settleLayouts } from './layout-set.js';
import { hasMember } from './raw-members.js';
import { setFields, type FieldChanges } from './set-fields.js';
import { jsonAt } from './strings.js';

/** A new field: what it is for the row of a number. */
export interface NewField {
  name: string;
  textOf(row: number): string;
}

/** The table with one more field of text, the last of each row. Rows that have the field keep theirs. */
export function addTextField(table: Table, field: NewField): Table {
  const layouts = new KeyLayoutSet(table.layouts);
  const has = table.layouts.map((fields) => fields.includes(field.name));
  const batches = table.batches.map((batch) =>
    setFields(batch, [field.name], lacking(batch, field, has), layouts),
  );
  return settleLayouts({ layouts: layouts.all, batches });
}

function lacking(batch: Batch, { name, textOf }: NewField, has: readonly boolean[]): FieldChanges {
  const numbers = batch.columns.find((column) => column.role === 'row');
  const layouts = batch.columns.find((column) => column.role === 'layout');
  const raw = batch.columns.find((column) => column.role === 'raw');
  if (numbers?.kind !== 'int64' || layouts?.kind !== 'int32')
    throw new JuicerError('E_INTERNAL', 'a batch has no row numbers or layouts');
  const changes: FieldChanges = new Map();
  for (let i = 0; i < batch.rows; i++) {
    const layout = layouts.values[i] as number;
    const text = layout === RAW_ROW && raw?.kind === 'utf8' ? jsonAt(raw, i) : null;
    if (text === null ? has[layout] : hasMember(text, name)) continue;
    changes.set(i, new Map([[name, JSON.stringify(textOf(Number(numbers.values[i])))]]));
  }
  return changes;
}
