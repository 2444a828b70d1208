/** Takes the n-grams of an ARPA file, shorter ones first, into the tables of a model. */
import { NgramHash } from './hash.js';
import type { HashedParts } from './hashed-tables.js';
import { KEY_UNITS, newWords, ProbingTable, type Words } from './probing-table.js';

/** Tables for as many n-grams of each order as `counts` says; they grow. */
export class NgramStore {
  private readonly hash = new NgramHash();
  private unigrams: Words;
  private readonly middles: ProbingTable[];
  private readonly longest: ProbingTable;

  constructor(counts: readonly number[]) {
    this.unigrams = newWords(2 * ((counts[0] ?? 0) + 1));
    this.middles = counts.slice(1, -1).map((count) => ProbingTable.empty(count, KEY_UNITS + 2));
    this.longest = ProbingTable.empty(counts[counts.length - 1] ?? 0, KEY_UNITS + 1);
  }

  /** Takes a word. */
  unigram(word: number, score: number, backoff: number): void {
    this.unigrams.floats[2 * word] = score;
    this.unigrams.floats[2 * word + 1] = backoff;
  }

  /** Takes a longer n-gram; of equal ones the last counts. */
  ngram(words: Int32Array, score: number, backoff: number): void {
    const { length } = words;
    if (length > 2) this.scoreOf(words, 1);
    this.hashOf(words, 0, length);
    const table = this.middles[length - 2] ?? this.longest;
    const at = table.insert(this.hash.high, this.hash.low);
    table.memory.floats[at + KEY_UNITS] = score;
    if (table !== this.longest) table.memory.floats[at + KEY_UNITS + 1] = backoff;
  }

  /** The tables. */
  data(): Pick<HashedParts, 'unigrams' | 'unigramBase' | 'middles' | 'longest'> {
    const { unigrams, middles, longest } = this;
    return { unigrams, unigramBase: 0, middles, longest };
  }

  /**
   * Score of the words from a place on. Where a file lacks an n-gram and has longer ones that end with it, it is put in
   * with the score that its shorter ones give it: looking up goes from short to long.
   */
  private scoreOf(words: Int32Array, from: number): number {
    const last = words.length - 1;
    if (from === last) return this.unigrams.floats[2 * (words[from] as number)] as number;
    const table = this.middles[last - from - 1] as ProbingTable;
    this.hashOf(words, from, last + 1);
    const { high, low } = this.hash;
    const found = table.find(high, low);
    if (found >= 0) return table.memory.floats[found + KEY_UNITS] as number;
    const score = Math.fround(this.scoreOf(words, from + 1) + this.backoffOf(words, from, last));
    table.memory.floats[table.insert(high, low) + KEY_UNITS] = score;
    return score;
  }

  private backoffOf(words: Int32Array, from: number, to: number): number {
    if (to - from === 1) return this.unigrams.floats[2 * (words[from] as number) + 1] as number;
    const table = this.middles[to - from - 2] as ProbingTable;
    this.hashOf(words, from, to);
    const at = table.find(this.hash.high, this.hash.low);
    return at < 0 ? 0 : (table.memory.floats[at + KEY_UNITS + 1] as number);
  }

  private hashOf(words: Int32Array, from: number, to: number): void {
    this.hash.start(words[to - 1] as number);
    for (let i = to - 2; i >= from; i--) this.hash.combine(words[i] as number);
  }
}
