/**
 * A hash table as KenLM's binary files have it: entries of a 64-bit key and values of 32 bits, open addressing, a key of 0 for
 * a free place. Places are counted in units of 32 bits.
 */
import { remainder } from './hash.js';

/** Memory seen as whole and as fractional numbers. */
export interface Words {
  ints: Int32Array;
  floats: Float32Array;
}

/** New memory of `size` units of 32 bits. */
export function newWords(size: number): Words {
  const ints = new Int32Array(size);
  return { ints, floats: new Float32Array(ints.buffer) };
}

/** Units of 32 bits that a key takes; values follow it. */
export const KEY_UNITS = 2;
const FULL = 0.75;

/** A table within `memory`, from unit `base` on. */
export class ProbingTable {
  private used = 0;

  /** `stride` is the size of an entry in units. */
  constructor(
    public memory: Words,
    private readonly base: number,
    private buckets: number,
    private readonly stride: number,
  ) {}

  /** An empty table for about `count` entries; it grows. */
  static empty(count: number, stride: number): ProbingTable {
    const buckets = Math.ceil(count * 1.5) + 8;
    return new ProbingTable(newWords(buckets * stride), 0, buckets, stride);
  }

  /** Place of an entry, −1 when there is none. */
  find(high: number, low: number): number {
    const at = this.place(high, low);
    return at >= 0 && this.memory.ints[at] === low && this.memory.ints[at + 1] === high ? at : -1;
  }

  /** Place of an entry, which is new with values of 0 unless it was there; valid until the next call. For tables with base 0. */
  insert(high: number, low: number): number {
    if (this.used >= this.buckets * FULL) this.grow();
    const at = this.place(high, low);
    const { ints } = this.memory;
    if (ints[at] !== low || ints[at + 1] !== high) {
      ints[at] = low;
      ints[at + 1] = high;
      this.used++;
    }
    return at;
  }

  /** Where a key is or would be put; −1 when the table is full of others. */
  private place(high: number, low: number): number {
    const { ints } = this.memory;
    let slot = remainder(high, low, this.buckets);
    for (let tried = 0; tried < this.buckets; tried++) {
      const at = this.base + slot * this.stride;
      const foundLow = ints[at] as number;
      const foundHigh = ints[at + 1] as number;
      if ((foundLow === low && foundHigh === high) || (foundLow === 0 && foundHigh === 0)) return at;
      if (++slot === this.buckets) slot = 0;
    }
    return -1;
  }

  private grow(): void {
    const { ints } = this.memory;
    const { stride } = this;
    this.buckets *= 2;
    this.memory = newWords(this.buckets * stride);
    for (let at = 0; at < ints.length; at += stride) {
      const low = ints[at] as number;
      const high = ints[at + 1] as number;
      if (low === 0 && high === 0) continue;
      this.memory.ints.set(ints.subarray(at, at + stride), this.place(high, low));
    }
  }
}
