/** Arrow bitmaps: one bit per row, least significant bit first. */
import type { Column } from './column.js';

/** Bytes of a bitmap of `rows` bits. */
export function bitmapBytes(rows: number): number {
  return (rows + 7) >> 3;
}

/** Whether bit `i` is set. */
export function bitAt(bitmap: Uint8Array, i: number): boolean {
  return (((bitmap[i >> 3] as number) >> (i & 7)) & 1) === 1;
}

/** Sets bit `i`. */
export function setBit(bitmap: Uint8Array, i: number): void {
  bitmap[i >> 3] = (bitmap[i >> 3] as number) | (1 << (i & 7));
}

/** Whether row `i` of a column is null. */
export function isNull(column: Column, i: number): boolean {
  return column.validity !== null && !bitAt(column.validity, i);
}

/** Number of set bits among the first `rows`. */
export function countBits(bitmap: Uint8Array, rows: number): number {
  let count = 0;
  for (let i = 0; i < rows; i++) if (bitAt(bitmap, i)) count++;
  return count;
}

/** Collects validity while rows are appended in order; gives null when no row is null. */
export class Validity {
  private readonly bitmap: Uint8Array;
  private valid = 0;

  constructor(private readonly rows: number) {
    this.bitmap = new Uint8Array(bitmapBytes(rows));
  }

  /** Marks row `i` as not null; at most once per row. */
  set(i: number): void {
    setBit(this.bitmap, i);
    this.valid++;
  }

  /** The bitmap, null when every row was set. */
  finish(): Uint8Array | null {
    return this.valid === this.rows ? null : this.bitmap;
  }
}
