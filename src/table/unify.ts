/** Makes the text columns of a table's batches alike. */
import type { Batch, Column, TextColumn } from './column.js';
import { jsonAt, textColumn } from './strings.js';

/**
 * The batches, with a column that is json in one of them json in all: a string with a lone surrogate may turn up in one
 * batch only. Gives the same array when there is nothing to do.
 */
export function unifyTexts(batches: readonly Batch[]): Batch[] {
  const [first] = batches;
  const mixed =
    first?.columns.map((column, k) => batches.some((batch) => batch.columns[k]?.kind !== column.kind)) ?? [];
  if (!mixed.includes(true)) return batches as Batch[];
  return batches.map((batch) => ({
    rows: batch.rows,
    columns: batch.columns.map((column, k) =>
      mixed[k] && column.kind === 'utf8' ? toJson(column, batch.rows) : column,
    ),
  }));
}

function toJson(column: TextColumn, rows: number): Column {
  const spelt: (string | null)[] = [];
  for (let i = 0; i < rows; i++) {
    const text = jsonAt(column, i);
    spelt.push(text === null ? null : JSON.stringify(text));
  }
  return { ...textColumn(column.name, column.role, spelt), kind: 'json' };
}
