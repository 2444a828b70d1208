/** Exports of CSV by RFC 4180: a header, line ends of CR LF, quotes where they are needed. */
import type { ExportColumn } from '../model/export.js';
import { ByteWriter } from '../table/byte-writer.js';
import { JsonScanner, KIND } from '../table/json-scan.js';
import { unescapeInto } from '../table/json-string.js';
import { memberKey } from '../table/member-key.js';
import type { OpenExport } from './writer.js';

const [LF, CR, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];

/** Begins files with these columns. */
export function openCsv(columns: readonly ExportColumn[]): OpenExport {
  return (out) => {
    const rows = new CsvRows(columns);
    out.append(rows.header());
    return {
      write: (lines) => {
        const bytes = rows.add(lines);
        if (bytes.length > 0) out.append(bytes);
      },
      end: () => undefined,
    };
  };
}

/** Makes records of rows. */
export class CsvRows {
  private readonly slots: Map<string, number>;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly kinds: Uint8Array;
  private readonly whole: number;

  constructor(private readonly columns: readonly ExportColumn[]) {
    this.slots = new Map(columns.flatMap((c, i) => (c.whole_rows ? [] : [[c.name, i] as const])));
    this.whole = columns.findIndex((c) => c.whole_rows);
    this.starts = new Int32Array(columns.length).fill(-1);
    this.ends = new Int32Array(columns.length);
    this.kinds = new Uint8Array(columns.length);
  }

  /** The first record: the names of the columns. */
  header(): Buffer {
    const out = new ByteWriter(0);
    this.columns.forEach(({ stored }, i) => {
      const name = Buffer.from(stored);
      this.cell(out, i, name, [0, name.length]);
    });
    return ended(out);
  }

  /** The records of whole lines. */
  add(lines: Buffer): Buffer {
    const out = new ByteWriter(Math.ceil(lines.length * 1.1));
    const scanner = new JsonScanner(lines);
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(LF, start);
      scanner.object(start, end);
      this.place(lines, scanner, start, end);
      for (let i = 0; i < this.columns.length; i++) this.value(out, i, lines);
      out.reserve(2);
      out.byte(CR);
      out.byte(LF);
      start = end + 1;
    }
    return Buffer.from(out.bytes.buffer, out.bytes.byteOffset, out.length);
  }

  /** Notes where the values of a row stand; of a key that comes twice the last counts, and the row is kept whole. */
  private place(lines: Buffer, { members }: JsonScanner, start: number, end: number): void {
    this.starts.fill(-1);
    for (let i = 0; i < members.count; i++) {
      const slot = this.slots.get(memberKey(lines, members, i)) as number;
      if (this.starts[slot] !== -1) {
        this.starts[this.whole] = start;
        this.ends[this.whole] = end;
      }
      this.starts[slot] = members.valueStart[i] as number;
      this.ends[slot] = members.valueEnd[i] as number;
      this.kinds[slot] = members.valueKind[i] as number;
    }
  }

  private value(out: ByteWriter, i: number, lines: Buffer): void {
    const { type, nulls } = this.columns[i] as ExportColumn;
    const [start, end] = [this.starts[i] as number, this.ends[i] as number];
    if (start < 0 || (this.kinds[i] === KIND.null && nulls === 'null' && i !== this.whole)) {
      this.separate(out, i);
      // A line without anything would be no record.
      if (this.columns.length === 1) quoted(out, lines, 0, 0);
    } else if (type.kind === 'string') {
      const text = Buffer.allocUnsafe(end - start);
      this.cell(out, i, text, [0, unescapeInto(lines, [start + 1, end - 1], text, 0)]);
    } else this.cell(out, i, lines, [start, end]);
  }

  private cell(out: ByteWriter, i: number, bytes: Buffer, [start, end]: [number, number]): void {
    this.separate(out, i);
    if (start === end || needsQuotes(bytes, start, end)) quoted(out, bytes, start, end);
    else out.copy(bytes, start, end);
  }

  private separate(out: ByteWriter, i: number): void {
    if (i === 0) return;
    out.reserve(1);
    out.byte(COMMA);
  }
}

function needsQuotes(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    if (c === QUOTE || c === COMMA || c === LF || c === CR) return true;
  }
  return false;
}

function quoted(out: ByteWriter, bytes: Buffer, start: number, end: number): void {
  out.reserve(2 * (end - start) + 2);
  out.byte(QUOTE);
  for (let i = start; i < end; i++) {
    const c = bytes[i] as number;
    if (c === QUOTE) out.byte(QUOTE);
    out.byte(c);
  }
  out.byte(QUOTE);
}

function ended(out: ByteWriter): Buffer {
  out.reserve(2);
  out.byte(CR);
  out.byte(LF);
  return Buffer.from(out.finish());
}
