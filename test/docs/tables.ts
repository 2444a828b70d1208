/** Tables of a Markdown file, as tests read them. */
import { readText } from '../repo/project.js';

/** A row of a table: its cells, without the space around them, and where it stands. */
export interface Row {
  cells: string[];
  /** Text of the nearest heading above. */
  section: string;
  line: number;
}

/** Every row of every table of one of the project's Markdown files, headers left out. */
export function rowsOf(file: string): Row[] {
  const rows: Row[] = [];
  let section = '';
  let inTable = false;
  readText(file)
    .split('\n')
    .forEach((text, i) => {
      if (text.startsWith('#')) section = text.replace(/^#+\s*/, '');
      if (!text.startsWith('|')) inTable = false;
      else if (/^\|[\s:|-]+\|$/.test(text)) inTable = true;
      else if (inTable) rows.push({ cells: cellsOf(text), section, line: i + 1 });
    });
  return rows;
}

/** The code spans of a cell, without their backticks. */
export function codesOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

/** A bar inside a cell is written with a backslash. */
function cellsOf(line: string): string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
