/** Rows that are kept raw whole: written as they were spelt, save a changed text. */
import { JuicerError } from '../model/errors.js';
import type { ByteWriter } from './byte-writer.js';
import type { Column, TextColumn } from './column.js';
import { JsonScanner, KIND } from './json-scan.js';
import { findLast, memberKey, sameBytes } from './member-key.js';
import type { Members, ValueSlice } from './members.js';
import { unescapeInto } from './json-string.js';
import { TextPath, withLineFeed } from './text-path.js';
import { writeValue } from './write-value.js';

interface RawOptions {
  textKey: string;
  textChanged?: boolean;
}

/** Writes the raw rows of a batch. */
export class RawRows {
  private readonly raw: TextColumn | undefined;
  private readonly text: TextColumn | undefined;
  private readonly path: TextPath;

  constructor(
    columns: readonly Column[],
    private readonly options: RawOptions,
  ) {
    this.raw = columns.find((c): c is TextColumn => c.role === 'raw' && c.kind === 'utf8');
    this.text = columns.find(
      (c): c is TextColumn => c.role === 'field' && c.name === options.textKey && isText(c),
    );
    this.path = new TextPath(options.textKey);
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
    const found = this.textIn(line, members);
    const changed = found && !this.isSame(line, found, row) ? found : null;
    const source = { line, changed, row };
    if (dropped !== null && hasKey(line, members, dropped))
      this.writeWithout(writer, { ...source, members }, dropped);
    else this.copy(writer, source, [0, end - start - 1]);
  }

  /** The text of a row, wherever it stands. */
  private textIn(line: Uint8Array, members: Members): ValueSlice | null {
    const slot = this.path.slot(line, members);
    return slot < 0 ? this.path.nested(line, members) : members.value(slot);
  }

  /** Copies bytes [from, to) of a row, with a changed text among them in the place of the one that stood there. */
  private copy(writer: ByteWriter, { line, changed, row }: Changed, [from, to]: [number, number]): void {
    if (!changed || changed.start < from || changed.end > to) return writer.copy(line, from, to);
    writer.copy(line, from, changed.start);
    writeValue(writer, this.text as TextColumn, row);
    writer.copy(line, changed.end, to);
  }

  /** Whether a text is that of the column, by code units, whatever its spelling. */
  private isSame(line: Uint8Array, { start, end, kind }: ValueSlice, row: number): boolean {
    const text = this.text as TextColumn;
    const now = text.values.subarray(text.offsets[row], text.offsets[row + 1]);
    if (text.kind === 'json' || kind === KIND.lone) {
      const was: unknown = JSON.parse(Buffer.from(line.subarray(start, end)).toString());
      const value = Buffer.from(now).toString();
      return was === (text.kind === 'json' ? JSON.parse(value) : value);
    }
    const was = Buffer.allocUnsafe(end - start);
    return sameBytes(was, 0, unescapeInto(line, [start + 1, end - 1], was, 0), now);
  }

  private writeWithout(writer: ByteWriter, source: Source, dropped: string): void {
    const { line, members } = source;
    let separator = 0x7b;
    for (let slot = 0; slot < members.count; slot++) {
      if (memberKey(line, members, slot) === dropped) continue;
      writer.reserve(1);
      writer.byte(separator);
      separator = 0x2c;
      const range: [number, number] = [
        (members.keyStart[slot] as number) - 1,
        members.valueEnd[slot] as number,
      ];
      this.copy(writer, source, range);
    }
    if (separator === 0x7b) {
      writer.reserve(1);
      writer.byte(separator);
    }
  }
}

/** A row: its bytes, where its text stands when that is another now, its index in the batch. */
interface Changed {
  line: Uint8Array;
  changed: ValueSlice | null;
  row: number;
}

/** With its members. */
interface Source extends Changed {
  members: Members;
}

function isText(column: Column): column is TextColumn {
  return column.kind === 'utf8' || column.kind === 'json';
}

function hasKey(line: Uint8Array, members: Members, name: string): boolean {
  return findLast(line, members, name, Buffer.from(name)) >= 0;
}
