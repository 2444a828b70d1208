/** Turns the slices of a field into columns, one span of rows after the other. */
import { setBit, bitmapBytes, Validity } from './bitmap.js';
import { copyBytes } from './byte-writer.js';
import type { Column, ColumnRole, TextColumn } from './column.js';
import type { FieldKind, FieldSlices } from './field-slices.js';
import { KIND } from './json-scan.js';
import { unescapeInto } from './json-string.js';
import { latin1Text } from './member-key.js';

/** Writes the value with index `value` of the slices to row `row` of the column under construction. */
type Put = (value: number, row: number) => void;

/** Builds the columns of one field. Spans must be asked for in the order of the rows, without gaps. */
export class ColumnBuilder {
  private next = 0;
  private readonly kind: FieldKind;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly name: string,
    private readonly role: ColumnRole,
    private readonly slices: FieldSlices,
  ) {
    this.kind = slices.kind;
  }

  /** The column of the rows [from, to). */
  build(from: number, to: number): Column {
    const { kind } = this;
    if (kind === 'utf8' || kind === 'json') return this.text(from, to);
    const rows = to - from;
    const base = { name: this.name, role: this.role };
    if (kind === 'bool') {
      const values = new Uint8Array(bitmapBytes(rows));
      const validity = this.fill(from, to, (value, row) => {
        if (this.bytes[this.slices.starts[value] as number] === 0x74) setBit(values, row);
      });
      return { ...base, kind, validity, values };
    }
    if (kind === 'double') {
      const values = new Float64Array(rows);
      const validity = this.fill(from, to, (value, row) => {
        values[row] = Number(this.spelling(value));
      });
      return { ...base, kind, validity, values };
    }
    const values = new BigInt64Array(rows);
    const validity = this.fill(from, to, (value, row) => {
      values[row] = BigInt(this.spelling(value));
    });
    return { ...base, kind, validity, values };
  }

  private spelling(value: number): string {
    return latin1Text(this.bytes, this.slices.starts[value] as number, this.slices.ends[value] as number);
  }

  /** Puts every value of the span that is not null. */
  private fill(from: number, to: number, put: Put): Uint8Array | null {
    const { slices } = this;
    const validity = new Validity(to - from);
    while (this.next < slices.count && (slices.rows[this.next] as number) < to) {
      const value = this.next++;
      if (slices.kinds[value] === KIND.null) continue;
      const row = (slices.rows[value] as number) - from;
      validity.set(row);
      put(value, row);
    }
    return validity.finish();
  }

  /** The rows [from, to) as texts: the strings themselves if the field has no other values, else each value's JSON. */
  text(from: number, to: number): TextColumn {
    const { bytes, slices } = this;
    const kind: TextColumn['kind'] = this.kind === 'utf8' ? 'utf8' : 'json';
    const rows = to - from;
    const quotes = kind === 'utf8' ? 1 : 0;
    const offsets = new Int32Array(rows + 1);
    const values = Buffer.allocUnsafeSlow(this.capacity(to));
    const validity = new Validity(rows);
    let pos = 0;
    for (let row = 0; row < rows; row++) {
      const value = this.next;
      if (value < slices.count && slices.rows[value] === from + row) {
        this.next++;
        const isNull = slices.kinds[value] === KIND.null && kind === 'utf8';
        if (!isNull) {
          validity.set(row);
          const slice = [
            (slices.starts[value] as number) + quotes,
            (slices.ends[value] as number) - quotes,
          ] as const;
          const unescape = quotes === 1 && slices.kinds[value] === KIND.escaped;
          pos = unescape ? unescapeInto(bytes, slice, values, pos) : copyBytes(bytes, slice, values, pos);
        }
      }
      offsets[row + 1] = pos;
    }
    const base = { name: this.name, role: this.role, kind };
    return { ...base, validity: validity.finish(), offsets, values: values.subarray(0, pos) };
  }

  /** Bytes of the slices of the rows below `to`: at least as many as their texts take. */
  private capacity(to: number): number {
    const { slices } = this;
    let bytes = 0;
    for (let i = this.next; i < slices.count && (slices.rows[i] as number) < to; i++) {
      bytes += (slices.ends[i] as number) - (slices.starts[i] as number);
    }
    return bytes;
  }
}
