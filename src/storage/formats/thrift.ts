/** Structs of Thrift's compact protocol, read into plain values and written again: what the footer of a Parquet file is. */

/** Types of the protocol. */
export const T = {
  yes: 1,
  no: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
} as const;

/** Members of a struct by their numbers. */
export type Struct = Map<number, Member>;

/** A value with its type. Integers are exact up to 2^53. */
export interface Member {
  type: number;
  value: Value;
}

/** Items of a list have one type. */
export interface List {
  items: number;
  values: Value[];
}

/** A value; that of a boolean is its type. */
export type Value = number | Buffer | List | Struct;

/** Reads a struct that the bytes begin with. */
export function readStruct(bytes: Buffer): Struct {
  return new Reader(bytes).struct();
}

/** The bytes of a struct. */
export function writeStruct(struct: Struct): Buffer {
  const writer = new Writer();
  writer.struct(struct);
  return Buffer.from(writer.bytes);
}

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  struct(): Struct {
    const members: Struct = new Map();
    for (let id = 0, head = this.byte(); head !== 0; head = this.byte()) {
      id = head >> 4 === 0 ? this.integer() : id + (head >> 4);
      const type = head & 15;
      members.set(id, { type, value: type === T.yes || type === T.no ? type : this.value(type) });
    }
    return members;
  }

  private value(type: number): Value {
    switch (type) {
      case T.byte:
        return this.byte();
      case T.i16:
      case T.i32:
      case T.i64:
        return this.integer();
      case T.double:
        return this.take(8);
      case T.binary:
        return this.take(this.varint());
      case T.list:
      case T.set:
        return this.list();
      case T.struct:
        return this.struct();
      default:
        throw new RangeError(`no type of Thrift: ${type}`);
    }
  }

  private list(): List {
    const head = this.byte();
    const count = head >> 4 === 15 ? this.varint() : head >> 4;
    const items = head & 15;
    // In a list each boolean is a byte.
    const type = items === T.yes || items === T.no ? T.byte : items;
    return { items, values: Array.from({ length: count }, () => this.value(type)) };
  }

  private byte(): number {
    return this.bytes.readUInt8(this.at++);
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError('the bytes end too early');
    return this.bytes.subarray(this.at, (this.at += length));
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  private integer(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

class Writer {
  readonly bytes: number[] = [];

  struct(struct: Struct): void {
    let last = 0;
    for (const [id, { type, value }] of [...struct].sort(([a], [b]) => a - b)) {
      const step = id - last;
      if (step > 0 && step < 16) this.bytes.push((step << 4) | type);
      else {
        this.bytes.push(type);
        this.integer(id);
      }
      last = id;
      if (type !== T.yes && type !== T.no) this.value(type, value);
    }
    this.bytes.push(0);
  }

  private value(type: number, value: Value): void {
    if (value instanceof Map) this.struct(value);
    else if (Buffer.isBuffer(value)) {
      if (type === T.binary) this.varint(value.length);
      for (const byte of value) this.bytes.push(byte);
    } else if (typeof value === 'object') this.list(value);
    else if (type === T.byte) this.bytes.push(value);
    else this.integer(value);
  }

  private list({ items, values }: List): void {
    if (values.length < 15) this.bytes.push((values.length << 4) | items);
    else {
      this.bytes.push(0xf0 | items);
      this.varint(values.length);
    }
    const type = items === T.yes || items === T.no ? T.byte : items;
    for (const value of values) this.value(type, value);
  }

  private varint(from: number): void {
    let value = from;
    for (; value >= 128; value = Math.floor(value / 128)) this.bytes.push((value % 128) | 128);
    this.bytes.push(value);
  }

  private integer(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }
}
