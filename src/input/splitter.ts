/** Where the records of a text file end, found as its bytes pass. */
import { JuicerError } from '../model/errors.js';
import type { InputFile } from '../model/plan.js';

/** Finds the ends of the records of one file; it remembers what it has seen of the unfinished one. */
export interface Splitter {
  /** Lines of the record that ended last, or of what there is of the unfinished one. */
  readonly lines: number;
  /** Offset behind the end of the record that goes on at `from`; −1 when it does not end in these bytes. */
  end(bytes: Buffer, from: number): number;
  /** Whether bytes [from, end) have nothing of a row; `at` is the offset of the first byte in its file. */
  isBlank(bytes: Buffer, from: number, end: number, at: number): boolean;
}

const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BOM = [0xef, 0xbb, 0xbf];

/** A record is a line. A raw LF never occurs inside a JSON string or a UTF-8 sequence, so a cut at a line end is safe. */
export class LineSplitter implements Splitter {
  readonly lines = 1;

  end(bytes: Buffer, from: number): number {
    return bytes.indexOf(LF, from) + 1 || -1;
  }

  isBlank(bytes: Buffer, from: number, end: number, at: number): boolean {
    return isBlankText(bytes, from, end, at);
  }
}

/** A record is the whole file. */
export class WholeSplitter implements Splitter {
  readonly lines = 1;

  end(): number {
    return -1;
  }

  isBlank(bytes: Buffer, from: number, end: number, at: number): boolean {
    return isBlankText(bytes, from, end, at);
  }
}

/** A record is a line of fields; a line feed between quotes is part of a field (RFC 4180). The header is no row. */
export class CsvSplitter implements Splitter {
  lines = 1;
  private quoted = false;
  private inRecord = 0;
  private ended = false;
  private inHeader = false;
  private headerToCome: boolean;
  /** The next quote in the bytes at hand; −1 when there is none. */
  private quoteAt = -1;

  constructor({ header }: { header: boolean }) {
    this.headerToCome = header;
  }

  end(bytes: Buffer, from: number): number {
    if (this.ended && this.inHeader) this.headerToCome = this.inHeader = false;
    this.ended = false;
    if (from === 0) this.quoteAt = bytes.indexOf(QUOTE);
    for (let at = from; ;) {
      const lf = bytes.indexOf(LF, at);
      const stop = lf === -1 ? bytes.length : lf;
      for (
        ;
        this.quoteAt !== -1 && this.quoteAt < stop;
        this.quoteAt = bytes.indexOf(QUOTE, this.quoteAt + 1)
      )
        this.quoted = !this.quoted;
      if (lf === -1) return -1;
      this.inRecord++;
      at = lf + 1;
      if (!this.quoted) return this.endAt(at);
    }
  }

  isBlank(bytes: Buffer, from: number, end: number, at: number): boolean {
    if (isBlankText(bytes, from, end, at)) return true;
    // The first record that is not blank.
    if (this.headerToCome) this.inHeader = true;
    return this.headerToCome;
  }

  private endAt(end: number): number {
    this.ended = true;
    this.lines = this.inRecord;
    this.inRecord = 0;
    return end;
  }
}

/** A record is an element of the array that the file holds, with the comma or bracket before it. */
export class JsonArraySplitter implements Splitter {
  lines = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private ended = false;

  constructor(private readonly file: string) {}

  end(bytes: Buffer, from: number): number {
    if (this.ended) this.lines = 0;
    this.ended = false;
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (byte === LF) this.lines++;
      if (this.inString) {
        this.passString(byte);
        continue;
      }
      if (byte === QUOTE) this.inString = true;
      else if (byte === 0x5b || byte === 0x7b) this.depth++;
      else if (byte === 0x5d || byte === 0x7d) this.depth--;
      else if (byte === 0x2c && this.depth === 1) return this.endAt(i + 1);
      if (this.depth < 0) throw notAnArray(this.file);
    }
    return -1;
  }

  isBlank(bytes: Buffer, from: number, end: number, at: number): boolean {
    for (let i = from; i < end; i++) {
      const byte = bytes[i] as number;
      const outside = byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === LF;
      if (outside || byte === 0x5b || byte === 0x5d || byte === 0x2c) continue;
      if (at + i < BOM.length && byte === BOM[at + i]) continue;
      return false;
    }
    return true;
  }

  private endAt(end: number): number {
    this.ended = true;
    return end;
  }

  private passString(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
  }
}

function notAnArray(file: string): JuicerError {
  return new JuicerError('E_INPUT_MISSING', `input file ${file} is not one JSON array`);
}

function isBlankText(bytes: Buffer, from: number, end: number, at: number): boolean {
  for (let i = from; i < end; i++) {
    const b = bytes[i] as number;
    if (b === 0x20 || b === 0x09 || b === 0x0d || b === LF) continue;
    if (at + i < BOM.length && b === BOM[at + i]) continue;
    return false;
  }
  return true;
}

/** Finds the records of a file. */
export function splitterOf({ file, format }: Pick<InputFile, 'file' | 'format'>): Splitter {
  if (format === 'csv') return new CsvSplitter({ header: true });
  if (format === 'json') return new JsonArraySplitter(file);
  return format === 'document' ? new WholeSplitter() : new LineSplitter();
}
