/** N-grams by the hashes of their words: what ARPA files are read into, and what KenLM's binary files of type `probing` are. */
import { NgramHash } from './hash.js';
import type { NgramTables } from './model.js';
import { KEY_UNITS, type ProbingTable, type Words } from './probing-table.js';

/** The parts. The sign of a logarithm is not stored reliably: probabilities are at most 1. */
export interface HashedParts {
  /** Words of the longest n-grams, 2 or more. */
  order: number;
  /** Number of a word; `UNKNOWN` when it has none. */
  wordNumber(this: void, word: string): number;
  /** By word number, from unit `unigramBase` on: logarithm of the probability, back-off. */
  unigrams: Words;
  unigramBase: number;
  /** N-grams of 2 to order − 1 words: logarithm of the probability, back-off. */
  middles: readonly ProbingTable[];
  /** The longest n-grams: logarithm of the probability. */
  longest: ProbingTable;
}

/** A hash is made longer by one word at each step. */
export class HashedTables implements NgramTables {
  score = 0;
  backoff = 0;
  readonly order: number;
  readonly wordNumber: (word: string) => number;
  private readonly hash = new NgramHash();
  /** Words of the n-gram that was found last. */
  private found = 0;

  constructor(private readonly parts: HashedParts) {
    this.order = parts.order;
    this.wordNumber = parts.wordNumber;
  }

  /** See {@link NgramTables}. */
  start(word: number): void {
    const { unigrams, unigramBase } = this.parts;
    this.hash.start(word);
    this.take(unigrams.floats, unigramBase + 2 * word);
    this.found = 1;
  }

  /** See {@link NgramTables}. */
  extend(word: number): boolean {
    const { hash, parts, found } = this;
    hash.combine(word);
    const table = found === this.order - 1 ? parts.longest : (parts.middles[found - 1] as ProbingTable);
    const at = table.find(hash.high, hash.low);
    if (at < 0) return false;
    this.take(table.memory.floats, at + KEY_UNITS);
    this.found++;
    return true;
  }

  private take(floats: Float32Array, at: number): void {
    this.score = -Math.abs(floats[at] as number);
    this.backoff = floats[at + 1] as number;
  }
}
