/** Reads the little-endian values of a fastText model file one after another, and never past its end. */
import { JuicerError } from '../../../model/errors.js';

/** A cursor over the bytes of a model file. Every method throws JuicerError E_RECIPE, naming the file, where it ends too soon. */
export class ModelReader {
  private readonly view: DataView;
  private at = 0;

  constructor(
    private readonly data: Uint8Array,
    private readonly file: string,
  ) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** A 32-bit integer. */
  int32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  /** A 64-bit integer, refused where a double cannot hold it. */
  int64(): number {
    const value = Number(this.view.getBigInt64(this.take(8), true));
    return Number.isSafeInteger(value) ? value : this.fail('holds an impossible count');
  }

  /** A byte that is 0 or 1. */
  flag(): boolean {
    const value = this.data[this.take(1)];
    return value === 0 || value === 1 ? value === 1 : this.fail('holds an impossible flag');
  }

  /** One byte. */
  byte(): number {
    return this.view.getUint8(this.take(1));
  }

  /** `count` bytes, as a view on the file. */
  bytes(count: number): Uint8Array {
    const start = this.take(count);
    return this.data.subarray(start, start + count);
  }

  /** The bytes up to the next NUL, which is skipped. */
  word(): Uint8Array {
    const end = this.data.indexOf(0, this.at);
    if (end < 0) this.fail('ends within a word');
    const word = this.data.subarray(this.at, end);
    this.at = end + 1;
    return word;
  }

  /** `count` 32-bit integers, copied. */
  int32s(count: number): Int32Array {
    const start = this.take(count * 4);
    const out = new Int32Array(count);
    for (let i = 0; i < count; i++) out[i] = this.view.getInt32(start + i * 4, true);
    return out;
  }

  /** `count` 32-bit floats, copied; all of them finite. */
  floats(count: number): Float32Array {
    const start = this.take(count * 4);
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const value = this.view.getFloat32(start + i * 4, true);
      if (!Number.isFinite(value)) this.fail('holds a weight that is no number');
      out[i] = value;
    }
    return out;
  }

  /** Refuses bytes that stand after the last value. */
  end(): void {
    if (this.at !== this.data.length) this.fail('goes on after its end');
  }

  /** @throws JuicerError E_RECIPE that names the file. */
  fail(problem: string): never {
    throw new JuicerError(
      'E_RECIPE',
      `model file ${this.file} ${problem}: it is damaged or no fastText model`,
      {
        place: this.file,
        hint: 'give the path of an undamaged lid.176.ftz or lid.176.bin, or leave model_path out',
      },
    );
  }

  private take(count: number): number {
    const start = this.at;
    if (!(count >= 0) || start + count > this.data.length) this.fail('ends too soon');
    this.at = start + count;
    return start;
  }
}
