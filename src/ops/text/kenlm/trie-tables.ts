import type { Bits } from './bits.js';
import { hashWord } from './hash.js';
import { UNKNOWN, type NgramTables } from './model.js';
import type { TrieLevel } from './trie-level.js';

/** Bytes of a word's entry: logarithm of the probability, back-off, pointer. */
export const UNIGRAM = 16;
const POINTER = 8;

/** Where words are, as bytes of the file, and the longer n-grams. */
export interface TrieParts {
  /** The number of hashes, and the sorted hashes of all words but the unknown one. */
  words: number;
  /** With the unknown one. */
  wordCount: number;
  unigrams: number;
  /** N-grams of 2 words and more. */
  levels: readonly TrieLevel[];
}

/** Goes down the trie by one word at each step. */
export class TrieTables implements NgramTables {
  score = 0;
  backoff = 0;
  readonly order: number;
  /** Words of the n-gram that was found last, and its number among those of its length. */
  private found = 0;
  private entry = 0;

  constructor(
    private readonly bits: Bits,
    private readonly parts: TrieParts,
  ) {
    this.order = parts.levels.length + 1;
  }

  /** See {@link NgramTables}. */
  wordNumber(word: string): number {
    const { high, low } = hashWord(word);
    const [wantedHigh, wantedLow] = [high >>> 0, low >>> 0];
    let from = 0;
    let to = this.parts.wordCount - 1;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const at = this.parts.words + 8 * (middle + 1);
      const [foundHigh, foundLow] = [this.bits.half(at + 4), this.bits.half(at)];
      if (foundHigh === wantedHigh && foundLow === wantedLow) return middle + 1;
      if (foundHigh < wantedHigh || (foundHigh === wantedHigh && foundLow < wantedLow)) from = middle + 1;
      else to = middle;
    }
    return UNKNOWN;
  }

  /** See {@link NgramTables}. */
  start(word: number): void {
    const at = this.parts.unigrams + UNIGRAM * word;
    this.score = this.bits.floatAt(at);
    this.backoff = this.bits.floatAt(at + 4);
    this.entry = word;
    this.found = 1;
  }

  /** See {@link NgramTables}. */
  extend(word: number): boolean {
    const { levels } = this.parts;
    const level = levels[this.found - 1] as TrieLevel;
    const entry = level.find(word, this.pointer(this.entry), this.pointer(this.entry + 1));
    if (entry < 0) return false;
    this.score = level.score(entry);
    this.backoff = level.backoff(entry);
    this.entry = entry;
    this.found++;
    return true;
  }

  private pointer(entry: number): number {
    const { unigrams, levels } = this.parts;
    if (this.found === 1) return this.bits.long(unigrams + UNIGRAM * entry + POINTER);
    return (levels[this.found - 2] as TrieLevel).pointer(entry);
  }
}
