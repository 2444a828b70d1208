/** The form of the text column, decided by its texts alone. */
import type { Batch, Column, Table, TextColumn } from './column.js';
import { rebatch } from './select.js';
import { textAt, textColumn } from './strings.js';

/**
 * The table with its text column plain, or as JSON texts if one of them has a lone surrogate, whichever batches and ops
 * the rows went through: a text may have come and gone on the way. Gives the table itself when it is plain.
 */
export function settleTexts(table: Table, textKey: string): Table {
  const isSpelt = (column: Column): column is TextColumn =>
    column.role === 'field' && column.name === textKey && column.kind === 'json';
  if (!table.batches.some((batch) => batch.columns.some(isSpelt))) return table;
  const batches = table.batches.map((batch) => ({
    rows: batch.rows,
    columns: batch.columns.map((column) => (isSpelt(column) ? settled(column, batch) : column)),
  }));
  return rebatch({ layouts: table.layouts, batches });
}

function settled(column: TextColumn, { rows }: Batch): TextColumn {
  return textColumn(
    column.name,
    column.role,
    Array.from({ length: rows }, (_, row) => textAt(column, row)),
  );
}
