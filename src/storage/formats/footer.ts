/**
 * The footer of a Parquet file, as far as it takes to know how many rows the file says it has: Thrift's compact protocol,
 * read without any engine, so that what an engine wrote is judged by something else.
 */

const MAGIC = 'PAR1';
/** Number of the member `num_rows` in FileMetaData. */
const NUM_ROWS = 3;

/** Types of Thrift's compact protocol. */
const T = {
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

/** Rows that the footer names; null when the bytes have no such footer. */
export function footerRows(bytes: Uint8Array): number | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 12 || file.toString('latin1', file.length - 4) !== MAGIC) return null;
  const start = file.length - 8 - file.readUInt32LE(file.length - 8);
  if (start < MAGIC.length || file.toString('latin1', 0, 4) !== MAGIC) return null;
  try {
    return new Thrift(file.subarray(start, file.length - 8)).member(NUM_ROWS);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Reads on from one value to the next; a RangeError when the bytes end or make no sense. */
class Thrift {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The integer member of a struct with this number; null when it has none. */
  member(wanted: number): number | null {
    for (let id = 0, type = this.byte(); type !== 0; type = this.byte()) {
      id = type >> 4 === 0 ? this.integer() : id + (type >> 4);
      if (id === wanted) return this.integer();
      this.skip(type & 15);
    }
    return null;
  }

  private byte(): number {
    return this.bytes.readUInt8(this.at++);
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      if (factor > 2 ** 56) throw new RangeError('varint without an end');
    }
  }

  /** A zigzag integer, exact up to 2^53. */
  private integer(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private skip(type: number): void {
    if (type === T.yes || type === T.no) return;
    else if (type === T.byte) this.at += 1;
    else if (type === T.i16 || type === T.i32 || type === T.i64) this.varint();
    else if (type === T.double) this.at += 8;
    else if (type === T.binary) this.skipBytes();
    else if (type === T.list || type === T.set) this.skipList();
    else if (type === T.struct) this.skipStruct();
    else throw new RangeError(`no such type: ${type}`);
  }

  private skipBytes(): void {
    const length = this.varint();
    this.at += length;
  }

  private skipList(): void {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    // In a list each boolean is a byte.
    const type = (head & 15) <= T.no ? T.byte : head & 15;
    for (let i = 0; i < size; i++) this.skip(type);
  }

  private skipStruct(): void {
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      if (type >> 4 === 0) this.varint();
      this.skip(type & 15);
    }
  }
}
