/** Single rows of a table: their numbers, stats, texts, and the row alone. */
import { bitAt, isNull } from './bitmap.js';
import type { Batch, Column, Int64Column, Table, TextColumn } from './column.js';
import { takeRows } from './select.js';
import { jsonAt, textAt } from './strings.js';

/** Where a row stands in a table: its batch and its index there. */
export interface RowPosition {
  batch: Batch;
  index: number;
}

/** A stat of a row, as JavaScript has it: an object for a list or a mapping. */
export type StatOfRow = number | string | boolean | object | null;

/** Every row of a table by its input row number, in order; of several that were made of one row the first. */
export function rowPositions(table: Table): Map<number, RowPosition> {
  const positions = new Map<number, RowPosition>();
  for (const batch of table.batches) {
    const numbers = batch.columns.find((c): c is Int64Column => c.role === 'row' && c.kind === 'int64');
    for (let index = 0; index < batch.rows; index++) {
      const row = Number(numbers?.values[index] ?? -1n);
      if (!positions.has(row)) positions.set(row, { batch, index });
    }
  }
  return positions;
}

/** A table that holds one row of another. */
export function rowAlone(table: Table, { batch, index }: RowPosition): Table {
  return { layouts: table.layouts, batches: [takeRows(batch, Uint32Array.of(index))] };
}

/** The text of a row; empty when it has none. */
export function textOf({ batch, index }: RowPosition, textKey: string): string {
  const column = batch.columns.find(
    (c): c is TextColumn =>
      c.role === 'field' && c.name === textKey && (c.kind === 'utf8' || c.kind === 'json'),
  );
  return (column && textAt(column, index)) ?? '';
}

/** The stats of a row by name; integers beyond 2^53 lose their last digits. */
export function statsOf({ batch, index }: RowPosition): Record<string, StatOfRow> {
  const stats = batch.columns.filter((c) => c.role === 'stat');
  return Object.fromEntries(stats.map((c) => [c.name, statAt(c, index)]));
}

function statAt(column: Column, i: number): StatOfRow {
  if (isNull(column, i)) return null;
  if (column.kind === 'utf8') return textAt(column, i);
  if (column.kind === 'json') return JSON.parse(jsonAt(column, i) ?? 'null') as StatOfRow;
  if (column.kind === 'bool') return bitAt(column.values, i);
  return Number(column.values[i]);
}
