import type { Bits } from './bits.js';
import type { Pointers } from './trie-pointers.js';
import type { Values } from './trie-values.js';

/** Where entries are and what they are made of. */
export interface EntryShape {
  /** The byte where they begin. */
  base: number;
  count: number;
  wordBits: number;
  /** Bits from one to the next: word, values, pointer. */
  stride: number;
}

/** The n-grams of one length of a trie, by their number; those that are longer versions of the same one are sorted by their word. */
export class TrieLevel {
  constructor(
    private readonly bits: Bits,
    private readonly values: Values,
    private readonly pointers: Pointers | undefined,
    private readonly shape: EntryShape,
  ) {}

  /** The entry with a word among those of a range; −1 when there is none. A range that is too long is of a damaged file, and cut. */
  find(word: number, begin: number, end: number): number {
    const { base, count, wordBits, stride } = this.shape;
    let from = begin;
    let to = Math.min(end, count);
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const found = this.bits.number(base, middle * stride, wordBits);
      if (found === word) return middle;
      if (found < word) from = middle + 1;
      else to = middle;
    }
    return -1;
  }

  /** Logarithm of the probability of an entry. */
  score(entry: number): number {
    const { base, stride, wordBits } = this.shape;
    return this.values.score(base, entry * stride + wordBits);
  }

  /** Back-off of an entry. */
  backoff(entry: number): number {
    const { base, stride, wordBits } = this.shape;
    return this.values.backoff(base, entry * stride + wordBits);
  }

  /** Number of the first longer entry of the next level, for an entry or for the place behind the last one. */
  pointer(entry: number): number {
    const { base, stride, wordBits } = this.shape;
    return this.pointers?.read(entry, base, entry * stride + wordBits + this.values.size) ?? 0;
  }
}
