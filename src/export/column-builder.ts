/** Builds columns of Arrow from values that stand as JSON in bytes. */
import * as arrow from 'apache-arrow';
import type { ColumnType } from '../model/export.js';
import { bitmapBytes, setBit } from '../table/bitmap.js';
import { ByteWriter } from '../table/byte-writer.js';
import { unescapeInto } from '../table/json-string.js';
import { latin1Text } from '../table/member-key.js';
import { JSON_BYTE, skipSpace, skipString, skipWord } from './json-walk.js';

/** Takes the values of one column, row by row. */
export interface ColumnBuilder {
  /** Adds the value that stands at a position, null too; gives the position after it. */
  add(bytes: Buffer, at: number): number;
  /** Adds bytes [start, end) as the text that a cell of JSON text holds. */
  addText?(bytes: Buffer, start: number, end: number): void;
  addNull(): void;
  /** All that was added since the last time. */
  finish(): arrow.Data;
}

/** The Arrow type of a column; JSON text is text. */
export function arrowType(type: ColumnType): arrow.DataType {
  switch (type.kind) {
    case 'int64':
      return new arrow.Int64();
    case 'double':
      return new arrow.Float64();
    case 'bool':
      return new arrow.Bool();
    case 'list':
      return new arrow.List(new arrow.Field('element', arrowType(type.items), true));
    case 'struct':
      return new arrow.Struct(type.members.map((m) => new arrow.Field(m.name, arrowType(m.type), true)));
    case 'string':
    case 'json':
      return new arrow.Utf8();
  }
}

/** A builder for values of a type. */
export function columnBuilder(type: ColumnType): ColumnBuilder {
  if (type.kind === 'list') return new ListBuilder(type);
  if (type.kind === 'struct') return new StructBuilder(type);
  if (type.kind === 'string' || type.kind === 'json') return new TextBuilder();
  return new ScalarBuilder(type.kind);
}

/** Which rows are null. */
class Nulls {
  length = 0;
  count = 0;
  private readonly rows: number[] = [];

  add(isNull: boolean): void {
    if (isNull) {
      this.rows.push(this.length);
      this.count++;
    }
    this.length++;
  }

  finish(): { length: number; nullCount: number; nullBitmap?: Uint8Array } {
    const { length, count, rows } = this;
    const nulls = rows.splice(0);
    [this.length, this.count] = [0, 0];
    if (count === 0) return { length, nullCount: 0 };
    const nullBitmap = new Uint8Array(bitmapBytes(length)).fill(255);
    for (const row of nulls) (nullBitmap[row >> 3] as number) &= ~(1 << (row & 7));
    return { length, nullCount: count, nullBitmap };
  }
}

class TextBuilder implements ColumnBuilder {
  private readonly nulls = new Nulls();
  private text = new ByteWriter(0);
  private offsets = [0];

  add(bytes: Buffer, at: number): number {
    if (bytes[at] !== JSON_BYTE.quote) {
      this.addNull();
      return skipWord(bytes, at);
    }
    const end = skipString(bytes, at);
    this.text.reserve(end - at);
    this.text.length = unescapeInto(bytes, [at + 1, end - 1], this.text.bytes, this.text.length);
    this.close(false);
    return end;
  }

  addText(bytes: Buffer, start: number, end: number): void {
    this.text.copy(bytes, start, end);
    this.close(false);
  }

  addNull(): void {
    this.close(true);
  }

  finish(): arrow.Data {
    const valueOffsets = Int32Array.from(this.offsets);
    const data = this.text.finish();
    this.text = new ByteWriter(0);
    this.offsets = [0];
    return arrow.makeData({ type: new arrow.Utf8(), ...this.nulls.finish(), valueOffsets, data });
  }

  private close(isNull: boolean): void {
    this.offsets.push(this.text.length);
    this.nulls.add(isNull);
  }
}

class ScalarBuilder implements ColumnBuilder {
  private readonly nulls = new Nulls();
  private values: (number | bigint | boolean)[] = [];

  constructor(private readonly kind: 'int64' | 'double' | 'bool') {}

  add(bytes: Buffer, at: number): number {
    const end = skipWord(bytes, at);
    if (bytes[at] === 0x6e) this.addNull();
    else {
      this.values.push(this.value(bytes, at, end));
      this.nulls.add(false);
    }
    return end;
  }

  addNull(): void {
    this.values.push(this.kind === 'int64' ? 0n : 0);
    this.nulls.add(true);
  }

  finish(): arrow.Data {
    const values = this.values;
    this.values = [];
    const nulls = this.nulls.finish();
    if (this.kind === 'int64')
      return arrow.makeData({
        type: new arrow.Int64(),
        ...nulls,
        data: BigInt64Array.from(values as bigint[]),
      });
    if (this.kind === 'double')
      return arrow.makeData({
        type: new arrow.Float64(),
        ...nulls,
        data: Float64Array.from(values as number[]),
      });
    const data = new Uint8Array(bitmapBytes(values.length));
    values.forEach((value, i) => {
      if (value === true) setBit(data, i);
    });
    return arrow.makeData({ type: new arrow.Bool(), ...nulls, data });
  }

  private value(bytes: Buffer, at: number, end: number): number | bigint | boolean {
    if (this.kind === 'bool') return bytes[at] === 0x74;
    const text = latin1Text(bytes, at, end);
    return this.kind === 'int64' ? BigInt(text) : Number(text);
  }
}

class ListBuilder implements ColumnBuilder {
  private readonly nulls = new Nulls();
  private readonly items: ColumnBuilder;
  private readonly type: arrow.List;
  private offsets = [0];
  private count = 0;

  constructor(type: Extract<ColumnType, { kind: 'list' }>) {
    this.items = columnBuilder(type.items);
    this.type = arrowType(type) as arrow.List;
  }

  add(bytes: Buffer, at: number): number {
    if (bytes[at] !== JSON_BYTE.openBracket) {
      this.addNull();
      return skipWord(bytes, at);
    }
    let i = skipSpace(bytes, at + 1);
    while (bytes[i] !== JSON_BYTE.closeBracket) {
      i = skipSpace(bytes, this.items.add(bytes, i));
      this.count++;
      if (bytes[i] === JSON_BYTE.comma) i = skipSpace(bytes, i + 1);
    }
    this.close(false);
    return i + 1;
  }

  addNull(): void {
    this.close(true);
  }

  finish(): arrow.Data {
    const valueOffsets = Int32Array.from(this.offsets);
    this.offsets = [0];
    this.count = 0;
    return arrow.makeData({
      type: this.type,
      ...this.nulls.finish(),
      valueOffsets,
      child: this.items.finish(),
    });
  }

  private close(isNull: boolean): void {
    this.offsets.push(this.count);
    this.nulls.add(isNull);
  }
}

/** All objects have the same keys in the same order. */
class StructBuilder implements ColumnBuilder {
  private readonly nulls = new Nulls();
  private readonly members: ColumnBuilder[];
  private readonly type: arrow.Struct;

  constructor(type: Extract<ColumnType, { kind: 'struct' }>) {
    this.members = type.members.map((m) => columnBuilder(m.type));
    this.type = arrowType(type) as arrow.Struct;
  }

  add(bytes: Buffer, at: number): number {
    if (bytes[at] !== JSON_BYTE.openBrace) {
      this.addNull();
      return skipWord(bytes, at);
    }
    let i = at;
    for (const member of this.members) {
      const keyEnd = skipString(bytes, skipSpace(bytes, i + 1));
      i = skipSpace(bytes, member.add(bytes, skipSpace(bytes, skipSpace(bytes, keyEnd) + 1)));
    }
    this.nulls.add(false);
    return i + 1;
  }

  addNull(): void {
    for (const member of this.members) member.addNull();
    this.nulls.add(true);
  }

  finish(): arrow.Data {
    const children = this.members.map((m) => m.finish());
    return arrow.makeData({ type: this.type, ...this.nulls.finish(), children });
  }
}
