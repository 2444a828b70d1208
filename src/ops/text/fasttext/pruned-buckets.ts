/** Which n-gram buckets a pruned model kept, and where each one's row stands. */
import type { ModelReader } from './reader.js';

const MAX_BUCKETS = 1 << 28;

/**
 * A bitmap over all buckets with a running count for each word of it: 250 KB each for 2,000,000 buckets, so that the
 * usual answer, "not kept", comes from the processor's cache.
 */
export class PrunedBuckets {
  /** Bit b & 31 of number b >>> 5 tells whether bucket b was kept. */
  readonly bits: Int32Array;
  private readonly before: Int32Array;
  private readonly rows: Int32Array;
  /** Largest row number in it, −1 when it is empty. */
  readonly lastRow: number;

  /**
   * Reads `size` pairs of bucket and row.
   * @throws JuicerError E_RECIPE when they are impossible.
   */
  constructor(reader: ModelReader, bucket: number, size: number) {
    if (bucket > MAX_BUCKETS || size > bucket) reader.fail('has an impossible number of buckets');
    const pairs = reader.int32s(size * 2);
    this.bits = new Int32Array((bucket >>> 5) + 1);
    this.before = new Int32Array(this.bits.length);
    this.rows = new Int32Array(size);
    for (let i = 0; i < pairs.length; i += 2) {
      const id = pairs[i] as number;
      const word = id >> 5;
      const bit = 1 << (id & 31);
      const fits = id >= 0 && id < bucket && (pairs[i + 1] as number) >= 0;
      if (!fits || ((this.bits[word] as number) & bit) !== 0) reader.fail('has an impossible bucket');
      this.bits[word] = (this.bits[word] as number) | bit;
    }
    this.lastRow = this.order(pairs);
  }

  /** Puts the rows in the order of their buckets. Gives the largest. */
  private order(pairs: Int32Array): number {
    for (let word = 1; word < this.bits.length; word++) {
      this.before[word] = (this.before[word - 1] as number) + bitCount(this.bits[word - 1] as number);
    }
    let last = -1;
    for (let i = 0; i < pairs.length; i += 2) {
      const row = pairs[i + 1] as number;
      this.rows[this.rank(pairs[i] as number)] = row;
      if (row > last) last = row;
    }
    return last;
  }

  /** Row of a kept bucket, counted from the first n-gram row. */
  row(bucket: number): number {
    return this.rows[this.rank(bucket)] as number;
  }

  /** How many kept buckets come before this one. */
  private rank(bucket: number): number {
    const word = bucket >>> 5;
    const below = (this.bits[word] as number) & ((1 << (bucket & 31)) - 1);
    return (this.before[word] as number) + bitCount(below);
  }
}

function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
