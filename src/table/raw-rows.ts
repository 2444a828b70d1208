/** Rows that are kept raw whole: written as they were spelt, save a changed text. */
import { JuicerError } from '../model/errors.js';
import type { ByteWriter } from './byte-writer.js';
import type { Column, TextColumn } from './column.js';
import { JsonScanner, KIND } from './json-scan.js';
import { findLast, memberKey, sameBytes } from './member-key.js';
import type { Members } from './members.js';
import { unescapeInto } from './json-string.js';
import { writeValue } from './write-value.js';

interface RawOptions {
  textKey: string;
  textChanged?: boolean;
}

/** Writes the raw rows of a batch. */
export class RawRows {
  private readonly raw: TextColumn | undefined;
  private readonly text: TextColumn | undefined;
  private readonly keyBytes: Uint8Array;

  constructor(
    columns: readonly Column[],
    private readonly options: RawOptions,
  ) {
    this.raw = columns.find((c): c is TextColumn => c.role === 'raw' && c.kind === 'utf8');
    this.text = columns.find(
      (c): c is TextColumn => c.role === 'field' && c.name === options.textKey && isText(c),
    );
    this.keyBytes = Buffer.from(options.textKey);
  }

  /**
   * Writes a row without its closing brace, the value of its last text field replaced when the text column differs from
   * it, and without the members named `dropped`.
   * @throws JuicerError E_INTERNAL when the batch has no such row.
   */
  write(writer: ByteWriter, row: number, dropped: string | null): void {
    const { raw, text } = this;
    if (!raw || !text)
      throw new JuicerError('E_INTERNAL', 'batch has no raw or text column for a row kept raw');
    const start = raw.offsets[row] as number;
    const end = raw.offsets[row + 1] as number;
    if (this.options.textChanged === false && dropped === null)
      return writer.copy(raw.values, start, end - 1);
    const line = withLineFeed(raw.values, start, end);
    const scanner = new JsonScanner(line);
    if (scanner.object(0, end - start) !== 'object')
      throw new JuicerError('E_INTERNAL', 'row kept raw is not a JSON object');
    const { members } = scanner;
    const slot = findLast(line, members, this.options.textKey, this.keyBytes);
    const changed = slot >= 0 && !this.isSame(line, members, slot, row) ? slot : -1;
    if (dropped !== null && hasKey(line, members, dropped)) {
      this.writeWithout(writer, { line, members, changed, row }, dropped);
    } else if (changed >= 0) {
      writer.copy(line, 0, members.valueStart[changed] as number);
      writeValue(writer, text, row);
      writer.copy(line, members.valueEnd[changed] as number, end - start - 1);
    } else writer.copy(line, 0, end - start - 1);
  }

  /** Whether the text in `slot` is the text of the column, by code units, whatever its spelling. */
  private isSame(line: Uint8Array, members: Members, slot: number, row: number): boolean {
    const text = this.text as TextColumn;
    const now = text.values.subarray(text.offsets[row], text.offsets[row + 1]);
    const start = members.valueStart[slot] as number;
    const end = members.valueEnd[slot] as number;
    if (text.kind === 'json' || members.valueKind[slot] === KIND.lone) {
      const was: unknown = JSON.parse(Buffer.from(line.subarray(start, end)).toString());
      const value = Buffer.from(now).toString();
      return was === (text.kind === 'json' ? JSON.parse(value) : value);
    }
    const was = Buffer.allocUnsafe(end - start);
    return sameBytes(was, 0, unescapeInto(line, [start + 1, end - 1], was, 0), now);
  }

  private writeWithout(writer: ByteWriter, source: Source, dropped: string): void {
    const { line, members, changed, row } = source;
    let separator = 0x7b;
    for (let slot = 0; slot < members.count; slot++) {
      if (memberKey(line, members, slot) === dropped) continue;
      writer.reserve(1);
      writer.byte(separator);
      separator = 0x2c;
      const valueStart = members.valueStart[slot] as number;
      writer.copy(line, (members.keyStart[slot] as number) - 1, valueStart);
      if (slot === changed) writeValue(writer, this.text as TextColumn, row);
      else writer.copy(line, valueStart, members.valueEnd[slot] as number);
    }
    if (separator === 0x7b) {
      writer.reserve(1);
      writer.byte(separator);
    }
  }
}

/** A scanned row: its bytes, members, the slot of a changed text or −1, its index in the batch. */
interface Source {
  line: Uint8Array;
  members: Members;
  changed: number;
  row: number;
}

function isText(column: Column): column is TextColumn {
  return column.kind === 'utf8' || column.kind === 'json';
}

function hasKey(line: Uint8Array, members: Members, name: string): boolean {
  return findLast(line, members, name, Buffer.from(name)) >= 0;
}

/** The scanner needs a line feed after what it scans. */
function withLineFeed(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const line = Buffer.allocUnsafe(end - start + 1);
  line.set(bytes.subarray(start, end));
  line[end - start] = 0x0a;
  return line;
}
