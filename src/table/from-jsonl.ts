/** JSONL into columns without loss (promise P12): values are taken from the raw bytes of each line. */
import { isUtf8 } from 'node:buffer';
import { JuicerError } from '../model/errors.js';
import { describeInvalidJson, type BadLine, type BadReason } from './bad-line.js';
import type { Table } from './column.js';
import { KIND, JsonScanner } from './json-scan.js';
import type { ValueSlice } from './members.js';
import { TextPath } from './text-path.js';
import { RowCollector, type RowRange } from './row-collector.js';

export type { BadLine, BadReason };

const LINE_FEED = 0x0a;
const MAX_BYTES = 2 ** 31 - 2;
const PROGRESS_ROWS = 1000;

/** How to read a range of JSONL. */
export interface ParseOptions {
  /** Field that holds the text; one that is nested by dots, unless a top-level field has the whole name. */
  textKey: string;
  /** Number of the first row. */
  rowStart: number;
  /** Told now and then how many rows were read. */
  onProgress?: (rows: number) => void;
}

/** What a range holds. `lines` counts rows, good and bad; blank lines are none. */
export interface ParsedRange {
  table: Table;
  bad: BadLine[];
  lines: number;
}

/**
 * Reads one range of whole lines (LF or CRLF, the last line feed optional) into a table. It has a column for each top-level
 * field in order of first appearance, typed only where the type holds every value of the range exactly, else raw JSON
 * text (kind json, where null is the text `null`); a field with nulls only is utf8. Rows that no layout can describe (a
 * key twice, beyond `LAYOUT_LIMITS`) stand whole in the column of role raw, with the text field filled. Lines that are
 * no good rows are listed in `bad`; they have a row number too.
 * @throws JuicerError E_LIMIT when the range has 2 GiB or more.
 */
export function parseJsonl(input: Uint8Array, options: ParseOptions): ParsedRange {
  if (input.length > MAX_BYTES)
    throw new JuicerError('E_LIMIT', `partition has ${input.length} bytes, the limit is 2 GiB`);
  const bytes = terminated(input);
  const reader = new LineReader(bytes, options);
  let line = 0;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (!isBlankLine(bytes, start, end)) reader.read(line, start, end);
    start = end + 1;
  }
  return { table: reader.rows.finish(), bad: reader.bad, lines: reader.lines };
}

/** The bytes as a Buffer (whose indexOf is the fast one) that ends in a line feed: copied only if it has to be added. */
function terminated(input: Uint8Array): Buffer {
  if (input.length === 0 || input[input.length - 1] === LINE_FEED) {
    return Buffer.from(input.buffer, input.byteOffset, input.length);
  }
  const copy = Buffer.allocUnsafeSlow(input.length + 1);
  copy.set(input);
  copy[input.length] = LINE_FEED;
  return copy;
}

/** Whether bytes [start, end) are spaces, tabs and carriage returns only. */
export function isBlankLine(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start;
  while (bytes[i] === 0x20 || bytes[i] === 0x09 || bytes[i] === 0x0d) i++;
  return i === end;
}

class LineReader {
  readonly bad: BadLine[] = [];
  readonly rows: RowCollector;
  lines = 0;
  private readonly scanner: JsonScanner;
  private readonly path: TextPath;
  private readonly allUtf8: boolean;

  constructor(
    private readonly bytes: Buffer,
    private readonly options: ParseOptions,
  ) {
    this.scanner = new JsonScanner(bytes);
    this.rows = new RowCollector(bytes, options.textKey);
    this.path = new TextPath(options.textKey);
    this.allUtf8 = isUtf8(bytes);
  }

  read(line: number, start: number, end: number): void {
    const row = this.options.rowStart + this.lines++;
    const reason = this.add(row, start, end);
    if (reason) {
      const error = this.describe(reason, start, end);
      this.bad.push({
        row,
        line,
        byteOffset: start,
        byteLength: lineLength(this.bytes, start, end),
        reason,
        error,
      });
    }
    if (this.lines % PROGRESS_ROWS === 0) this.options.onProgress?.(this.lines);
  }

  /** Adds the row, or says why it is none. */
  private add(row: number, start: number, end: number): BadReason | null {
    if (!this.allUtf8 && !isUtf8(this.bytes.subarray(start, end))) return 'invalid_utf8';
    const result = this.scanner.object(start, end);
    if (result !== 'object') return result;
    const { members } = this.scanner;
    const slot = this.path.slot(this.bytes, members);
    if (slot < 0) return this.addNested({ row, start, end }, this.path.nested(this.bytes, members));
    if ((members.valueKind[slot] as number) > KIND.lone) return 'text_not_string';
    this.rows.add({ row, slot, start, end }, members);
    return null;
  }

  private addNested(row: RowRange, text: ValueSlice | null): BadReason | null {
    if (!text) return 'text_missing';
    if (text.kind > KIND.lone) return 'text_not_string';
    this.rows.addWhole(row, text);
    return null;
  }

  private describe(reason: BadReason, start: number, end: number): string {
    if (reason === 'invalid_json') return describeInvalidJson(this.bytes, start, end);
    if (reason === 'invalid_utf8') return 'the line is not valid UTF-8';
    if (reason === 'not_an_object') return 'the line is JSON, but not an object';
    return `the field "${this.options.textKey}" ${reason === 'text_missing' ? 'is missing' : 'is not a string'}`;
  }
}

function lineLength(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === 0x0d ? end - 1 - start : end - start;
}
