/** One range of a file as JSON lines. */
import { JuicerError } from '../model/errors.js';
import type { SourceRange } from '../model/plan.js';
import { brokenLine, linesIn, type Converted, type Problem, type RowPlace } from './converted.js';
import { csvLines } from './csv-lines.js';
import { jsonArrayLines } from './json-array-lines.js';
import { documentLine, textLines } from './text-lines.js';

/** Lines, and where they stand in the file. */
export interface RangeLines {
  bytes: Uint8Array;
  /** Where a line of these stands, given its number from 0 and the offset of its first byte. */
  placeOf(line: number, offset: number): RowPlace;
  /** By number of the line. */
  problems: ReadonlyMap<number, Problem>;
}

const BOM = Buffer.from('\uFEFF');
const LF = 0x0a;

/** The rows of a range as JSON lines, given the bytes of the range. `textKey`: the field that plain text becomes. */
export function rangeLines(source: SourceRange, given: Uint8Array, textKey: string): RangeLines {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
  const marked = source.byte_start === 0 && bytes.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
  const whole = bytes.subarray(marked);
  const end = source.damage === undefined ? whole.length : lostFrom(source, whole);
  const lines = converted(source, whole.subarray(0, end), textKey);
  const placed = (line: number, offset: number): RowPlace => ({
    file: source.file,
    line: source.line_start + line,
    byte_offset: source.byte_start + marked + offset,
  });
  const found: RangeLines = {
    bytes: lines.bytes,
    placeOf(line, offset) {
      const start = lines.starts === null ? { line, offset } : (lines.starts[line] ?? { line: 0, offset: 0 });
      return placed(start.line, start.offset);
    },
    problems: lines.problems ?? new Map(),
  };
  if (source.damage === undefined) return found;
  return withLoss(found, {
    rest: whole.subarray(end),
    error: source.damage,
    place: placed(linesIn(whole.subarray(0, end)), end),
  });
}

/** As `Converted`; `starts` null when the lines are those of the file. */
type Lines = Omit<Converted, 'starts'> & { starts: Converted['starts'] | null };

function converted(source: SourceRange, bytes: Buffer, textKey: string): Lines {
  const first = source.byte_start === 0;
  switch (source.format) {
    case 'jsonl':
      return { bytes, starts: null };
    case 'csv':
      if (!source.csv) throw new JuicerError('E_INTERNAL', 'a range of a .csv file has no dialect');
      return csvLines(bytes, { first, dialect: source.csv });
    case 'json':
      return jsonArrayLines(bytes, { first });
    case 'document':
      return documentLine(bytes, textKey);
    case 'lines':
      return textLines(bytes, textKey);
  }
}

/** Where the record begins that a file breaks off in. */
function lostFrom({ format }: SourceRange, bytes: Buffer): number {
  return format === 'document' ? 0 : bytes.lastIndexOf(LF) + 1;
}

/** The lines, and one more for what a file breaks off in, with the little there is of it. */
function withLoss(
  found: RangeLines,
  { rest, error, place }: { rest: Buffer; error: string; place: RowPlace },
): RangeLines {
  const before =
    found.bytes.length > 0 && found.bytes.at(-1) !== LF ? [found.bytes, LINE_FEED] : [found.bytes];
  const line = linesIn(Buffer.concat(before));
  return {
    bytes: Buffer.concat([...before, brokenLine(rest)]),
    placeOf: (k, offset) => (k === line ? place : found.placeOf(k, offset)),
    problems: new Map([...found.problems, [line, { reason: 'damaged_file', error }]]),
  };
}

const LINE_FEED = Buffer.from([LF]);
