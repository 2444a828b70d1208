/** The values of one field of a partition, as slices of the input, and which column types hold all of them. */
import { KIND } from './json-scan.js';
import { doubled } from './members.js';
import { FITS, numberFits } from './number-text.js';

/** Kind of a column that holds the values of a field. */
export type FieldKind = 'utf8' | 'bool' | 'int64' | 'double' | 'json';

/** Collects values in the order of their rows. Only rows that have the field take room. */
export class FieldSlices {
  /** Number of values; the arrays may be longer. */
  count = 0;
  /** Index of the row (among the good rows) of each value. */
  rows = new Int32Array(64);
  /** The value's bytes in the input, quotes included. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** A value of `KIND`. */
  kinds = new Uint8Array(64);
  private fits: number = FITS.all;

  constructor(private readonly bytes: Uint8Array) {}

  /** Appends the value of a row. */
  add(row: number, start: number, end: number, kind: number): void {
    if (this.count === this.rows.length) this.grow();
    const i = this.count++;
    this.rows[i] = row;
    this.starts[i] = start;
    this.ends[i] = end;
    this.kinds[i] = kind;
    if (kind === KIND.null || this.fits === 0) return;
    if (kind <= KIND.escaped) this.fits &= FITS.utf8;
    else if (kind === KIND.number) this.fits &= numberFits(this.bytes, start, end, this.fits);
    else this.fits &= kind === KIND.bool ? FITS.bool : 0;
  }

  /** The column kind for these values: the first type that holds each of them exactly. All null gives utf8. */
  get kind(): FieldKind {
    if (this.fits & FITS.utf8) return 'utf8';
    if (this.fits & FITS.bool) return 'bool';
    if (this.fits & FITS.int64) return 'int64';
    return this.fits & FITS.double ? 'double' : 'json';
  }

  private grow(): void {
    this.rows = doubled(this.rows);
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
    this.kinds = doubled(this.kinds);
  }
}
