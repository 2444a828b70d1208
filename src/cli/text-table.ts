/** Tables as text, for people. */
import { printable } from './printable.js';

/** A cell; numbers stand at the right. */
export type Cell = string | number | null;

/** Columns under their headings; null is a dash. Cells are made fit for a terminal. The last column is not padded. */
export function textTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '-' : printable(String(cell)))));
  const widths = headings.map((heading, k) =>
    Math.max(heading.length, ...cells.map((row) => row[k]?.length ?? 0)),
  );
  const line = (row: readonly string[], isNumber: (k: number) => boolean): string =>
    row
      .map((cell, k) => (isNumber(k) ? cell.padStart(widths[k] ?? 0) : cell.padEnd(widths[k] ?? 0)))
      .join('  ')
      .trimEnd();
  const numeric = headings.map(
    (_, k) => rows.length > 0 && rows.every((row) => typeof row[k] === 'number' || row[k] === null),
  );
  const right = (k: number): boolean => numeric[k] === true;
  return [line(headings, right), ...cells.map((row) => line(row, right))].join('\n');
}

/** `1.5 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes / 1024;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(1)} ${units[unit]}`;
}
