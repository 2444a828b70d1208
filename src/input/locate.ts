/** Finds where in its file a row stands, for the few rows that are quarantined by an op. */
import type { SourceRange } from '../model/plan.js';
import { disk } from '../storage/disk.js';
import { diskErrors, isFinal } from '../storage/disk-error.js';

/** A row's place: 1-based line, offset of its first byte in the file. */
export interface RowPlace {
  file: string;
  line: number;
  byte_offset: number;
}

/**
 * Places of some rows (input row numbers) of a partition; rows whose file is not there any more are left out.
 * @throws JuicerError E_IO when the file is there and cannot be read.
 */
export function locateRows(sources: readonly SourceRange[], rows: readonly number[]): Map<number, RowPlace> {
  const places = new Map<number, RowPlace>();
  for (const source of sources) {
    const wanted = new Set(rows.filter((r) => r >= source.row_start && r < source.row_end));
    if (wanted.size === 0) continue;
    const bytes = readRange(source);
    if (bytes) walkLines(bytes, source, (row, place) => wanted.has(row) && places.set(row, place));
  }
  return places;
}

/** Blank are the lines that are blank for scan and parser: spaces, tabs and CR only, a byte order mark before them. */
const BLANK = /^[ \t\r]*$/;
const BOM = Buffer.from('\uFEFF');

function walkLines(bytes: Buffer, source: SourceRange, visit: (row: number, place: RowPlace) => void): void {
  let row = source.row_start;
  let line = source.line_start;
  const marked = source.byte_start === 0 && bytes.indexOf(BOM) === 0;
  for (let at = marked ? BOM.length : 0; at < bytes.length; line++) {
    const lf = bytes.indexOf(0x0a, at);
    const end = lf === -1 ? bytes.length : lf;
    if (!BLANK.test(bytes.toString('latin1', at, end))) {
      visit(row++, { file: source.file, line, byte_offset: source.byte_start + at });
    }
    at = end + 1;
  }
}

function readRange(source: SourceRange): Buffer | null {
  return diskErrors(`read input file ${source.file}`, () => {
    try {
      const file = disk.open(source.file, 'r');
      try {
        const bytes = Buffer.alloc(source.byte_end - source.byte_start);
        return disk.read(file, bytes, source.byte_start) === bytes.length ? bytes : null;
      } finally {
        disk.close(file);
      }
    } catch (error) {
      // The file is gone: the row is quarantined all the same, without a place.
      if (isFinal(error)) return null;
      throw error;
    }
  });
}
