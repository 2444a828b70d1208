/** Records of a .csv or .tsv file as JSON lines (RFC 4180: quotes, doubled quotes, line ends between quotes). */
import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import type { CsvDialect } from '../model/plan.js';
import { brokenLine, linesIn, NOT_UTF8, type Converted, type Problem } from './converted.js';

/** The canonical spelling of a JSON number or truth value: what is spelt otherwise stays a string. */
const TYPED = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false)$/;

/** A record as the parser gives it: its cells, and how far it had come behind it. */
interface Parsed {
  record: string[];
  info: { bytes: number };
}

/** How records are read; a field of a record may hold what RFC 4180 does not allow there. */
const OPTIONS = {
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: false,
} as const;

/** The records in some bytes of a file; `first` when the header is among them. */
export function csvLines(
  bytes: Buffer,
  { first, dialect }: { first: boolean; dialect: CsvDialect },
): Converted {
  const typed = new Set(dialect.typed);
  const keys = dialect.fields.map((name) => JSON.stringify(name));
  const problems = new Map<number, Problem>();
  const records = csvRecords(bytes, dialect.delimiter).slice(first ? 1 : 0);
  const lines = records.map(({ record, raw }, line) => {
    const problem = problemOf(record, raw, keys.length);
    if (problem) {
      problems.set(line, problem);
      return brokenLine(raw);
    }
    const members = record.map(
      (cell, i) => `${keys[i]}:${valueOf(cell, typed.has(dialect.fields[i] ?? ''))}`,
    );
    return Buffer.from(`{${members.join(',')}}\n`);
  });
  return { bytes: Buffer.concat(lines), starts: records.map((r) => r.start), problems };
}

function problemOf(record: readonly string[], raw: Buffer, fields: number): Problem | null {
  if (!isUtf8(raw)) return NOT_UTF8;
  if (record.length <= fields) return null;
  return {
    reason: 'too_many_fields',
    error: `the record has ${record.length} fields, the header ${fields}`,
  };
}

/** A record: its cells, its bytes without the line end, and where it begins. */
export interface CsvRecord {
  record: string[];
  raw: Buffer;
  start: { line: number; offset: number };
}

/** The records in some bytes, the first so many of them. */
export function csvRecords(bytes: Buffer, delimiter: string, most?: number): CsvRecord[] {
  const limit = most === undefined ? {} : { to: most };
  const parsed = parse(bytes, { ...OPTIONS, ...limit, delimiter, bom: true }) as unknown as Parsed[];
  let start = { line: 0, offset: 0 };
  return parsed.map(({ record, info }) => {
    const from = start;
    const raw = withoutLineEnd(bytes.subarray(from.offset, info.bytes));
    start = { line: from.line + linesIn(bytes.subarray(from.offset, info.bytes)), offset: info.bytes };
    return { record, raw, start: from };
  });
}

function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
  return bytes.subarray(0, end);
}

/** An empty cell is null where the field is typed. */
function valueOf(cell: string, typed: boolean): string {
  if (typed && cell === '') return 'null';
  return typed && isTyped(cell) ? cell : JSON.stringify(cell);
}

/** Whether a cell is spelt as a JSON number or truth value is. */
export function isTyped(cell: string): boolean {
  return TYPED.test(cell);
}
