/** Collects the values of one column from slices of JSON, row after row. */
import { JuicerError } from '../../model/errors.js';
import { Validity, bitmapBytes, setBit } from '../../table/bitmap.js';
import { ByteWriter } from '../../table/byte-writer.js';
import type { Column } from '../../table/column.js';
import { KIND } from '../../table/json-scan.js';
import { unescapeInto } from '../../table/json-string.js';
import { latin1Text } from '../../table/member-key.js';
import type { FileColumn } from './file-schema.js';

/** A value and the bytes that it stands in. */
export interface JsonValue {
  bytes: Uint8Array;
  start: number;
  end: number;
  /** A value of `KIND`. */
  kind: number;
}

const MAX_BYTES = 2 ** 31 - 1;
const INTEGER = /^-?\d{1,19}$/;

/** A column that grows, up to `capacity` rows. Rows for which nothing is added are null. */
export class ValueCollector {
  /** The row that may come next. */
  private next = 0;
  private readonly store: ValueStore;
  private readonly valid: Uint8Array;

  constructor(
    private readonly column: FileColumn,
    capacity: number,
  ) {
    this.store =
      column.kind === 'utf8' || column.kind === 'json'
        ? new TextStore(column, capacity)
        : new NumberStore(column, capacity);
    this.valid = new Uint8Array(bitmapBytes(capacity));
  }

  /** Adds the value of a row; false when it is none of this column, or the row has one already. */
  add(row: number, value: JsonValue): boolean {
    if (row < this.next) return false;
    this.next = row + 1;
    // In a json column `null` is the text of a value.
    if (value.kind === KIND.null && this.column.kind !== 'json') return true;
    setBit(this.valid, row);
    return this.store.put(row, value);
  }

  /** The column of the first `rows` rows. */
  finish(rows: number): Column {
    const validity = new Validity(rows);
    for (let row = 0; row < rows; row++)
      if (((this.valid[row >> 3] as number) >> (row & 7)) & 1) validity.set(row);
    return this.store.finish(rows, validity.finish());
  }
}

interface ValueStore {
  put(row: number, value: JsonValue): boolean;
  finish(rows: number, validity: Uint8Array | null): Column;
}

class TextStore implements ValueStore {
  private readonly ends: Int32Array;
  private readonly writer = new ByteWriter(4096);
  private rows = 0;

  constructor(
    private readonly column: FileColumn,
    capacity: number,
  ) {
    this.ends = new Int32Array(capacity + 1);
  }

  put(row: number, value: JsonValue): boolean {
    this.fill(row);
    const { kind } = this.column;
    // A row kept raw is an object that stands in the line as it is.
    if (kind === 'json' || this.column.role === 'raw') this.writer.copy(value.bytes, value.start, value.end);
    else if (value.kind === KIND.plain) this.writer.copy(value.bytes, value.start + 1, value.end - 1);
    else if (value.kind === KIND.escaped) this.unescape(value);
    else return false;
    if (this.writer.length > MAX_BYTES)
      throw new JuicerError('E_LIMIT', `column "${this.column.name}" has more than 2 GiB in one batch`);
    this.fill(row + 1);
    return true;
  }

  finish(rows: number, validity: Uint8Array | null): Column {
    this.fill(rows);
    const { name, role, kind } = this.column;
    const values = this.writer.finish();
    return { name, role, kind: kind as 'utf8', validity, offsets: this.ends.subarray(0, rows + 1), values };
  }

  private unescape({ bytes, start, end }: JsonValue): void {
    this.writer.reserve(end - start);
    this.writer.length = unescapeInto(bytes, [start + 1, end - 1], this.writer.bytes, this.writer.length);
  }

  /** All rows before this one end here at the latest. */
  private fill(row: number): void {
    while (this.rows < row) this.ends[++this.rows] = this.writer.length;
  }
}

class NumberStore implements ValueStore {
  private readonly values: BigInt64Array | Int32Array | Float64Array | Uint8Array;

  constructor(
    private readonly column: FileColumn,
    capacity: number,
  ) {
    const { kind } = column;
    if (kind === 'int64') this.values = new BigInt64Array(capacity);
    else if (kind === 'int32') this.values = new Int32Array(capacity);
    else if (kind === 'double') this.values = new Float64Array(capacity);
    else this.values = new Uint8Array(bitmapBytes(capacity));
  }

  put(row: number, { bytes, start, end, kind }: JsonValue): boolean {
    const { values } = this;
    const text = latin1Text(bytes, start, end);
    if (this.column.kind === 'bool') {
      if (text === 'true') setBit(values as Uint8Array, row);
      return kind === KIND.bool;
    }
    if (kind !== KIND.number) return false;
    if (this.column.kind === 'double') {
      values[row] = Number(text);
      return Number.isFinite(values[row]);
    }
    if (!INTEGER.test(text)) return false;
    if (values instanceof BigInt64Array) values[row] = BigInt(text);
    else values[row] = Number(text);
    return String(values[row]) === text;
  }

  finish(rows: number, validity: Uint8Array | null): Column {
    const { name, role, kind } = this.column;
    const length = kind === 'bool' ? bitmapBytes(rows) : rows;
    return { name, role, kind, validity, values: this.values.subarray(0, length) } as Column;
  }
}
