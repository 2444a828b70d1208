/** Lines as rows of a table: how many separators each can be read with. */

/** A line, and the numbers of separators with which it is a row; `most` below `least` for none. */
export interface TableLine {
  text: string;
  least: number;
  most: number;
}

/** Every space or tab is a separator. A bar is one, or part of a cell, as is needed. */
const SPACE = /[ \t]/;
/** White space that is no separator; U+001C to U+001F are none for the peer. */
const OTHER_SPACE = /[\v\f\r\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/;
const NO_ROW = { least: 0, most: -1 };

/** Reads a line. */
export function tableLine(text: string): TableLine {
  if (text === '' || OTHER_SPACE.test(text)) return { text, ...NO_ROW };
  const cells = text.split(SPACE);
  if (cells.includes('')) return { text, ...NO_ROW };
  const least = cells.length - 1;
  return { text, least, most: cells.reduce((sum, cell) => sum + separatingBars(cell), least) };
}

/** How many bars can separate at once: none at an end, no two side by side. */
function separatingBars(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('|', 1); at !== -1 && at < cell.length - 1; at = cell.indexOf('|', at + 2))
    count++;
  return count;
}

/** The lines without each run of two or more rows with a number of separators, and without the empty lines after rows. */
export function withoutTables(lines: TableLine[], separators: number): TableLine[] {
  const isRow = (line: TableLine): boolean => line.least <= separators && separators <= line.most;
  if (!lines.some(isRow)) return lines;
  const last = lines.length - 1;
  const kept = lines.slice(0, 1);
  let at = 1;
  while (at <= last) {
    let end = at;
    let rows = 0;
    for (let line = lines[end]; line && end < last && isRow(line); line = lines[end]) {
      rows++;
      end++;
      while (end < last && lines[end]?.text === '') end++;
    }
    if (rows < 2) end = Math.max(end, at + 1);
    if (rows < 2) kept.push(...lines.slice(at, end));
    at = end;
  }
  return kept;
}
