/** An n-gram language model with back-off, and how it scores a sentence. */
import { NgramHash } from './hash.js';
import { KEY_UNITS, type ProbingTable, type Words } from './probing-table.js';

/** Number of the word that stands for all that the model does not know. */
export const UNKNOWN = 0;

/** What a model file holds. Logarithms are to the base 10; their sign is not stored reliably: probabilities are at most 1. */
export interface LanguageModelData {
  /** Words of the longest n-grams, 2 or more. */
  order: number;
  /** Number of a word; {@link UNKNOWN} when it has none. */
  wordNumber(word: string): number;
  /** By word number, from unit `unigramBase` on: logarithm of the probability, back-off. */
  unigrams: Words;
  unigramBase: number;
  /** N-grams of 2 to order − 1 words: logarithm of the probability, back-off. */
  middles: readonly ProbingTable[];
  /** The longest n-grams: logarithm of the probability. */
  longest: ProbingTable;
}

/** Words whose numbers are remembered. */
const REMEMBERED = 1 << 16;
const LONGEST_REMEMBERED = 64;

/** Holds working memory, so one per thread. Sums are made in single precision and in KenLM's order. */
export class LanguageModel {
  private readonly hash = new NgramHash();
  private readonly numbers = new Map<string, number>();
  /** The words before, the last one first, and the back-offs of the n-grams that end there. */
  private readonly context: Int32Array;
  private backoffs: Float32Array;
  private nextBackoffs: Float32Array;
  private length = 0;

  constructor(private readonly data: LanguageModelData) {
    this.context = new Int32Array(data.order);
    this.backoffs = new Float32Array(data.order);
    this.nextBackoffs = new Float32Array(data.order);
  }

  /** Logarithm to the base 10 of the probability of a sentence, with its start and its end. */
  score(words: readonly string[]): number {
    this.begin();
    let sum = 0;
    for (const word of words) sum = Math.fround(sum + this.next(this.numberOf(word)));
    return Math.fround(sum + this.next(this.numberOf('</s>')));
  }

  private begin(): void {
    const { unigrams, unigramBase } = this.data;
    const start = this.numberOf('<s>');
    this.context[0] = start;
    this.backoffs[0] = unigrams.floats[unigramBase + 2 * start + 1] as number;
    this.length = 1;
  }

  private numberOf(word: string): number {
    let number = this.numbers.get(word);
    if (number !== undefined) return number;
    number = this.data.wordNumber(word);
    if (word.length > LONGEST_REMEMBERED) return number;
    if (this.numbers.size === REMEMBERED) this.numbers.clear();
    this.numbers.set(word, number);
    return number;
  }

  /** Scores a word after those before it, and makes it one of them. */
  private next(word: number): number {
    const { unigrams, unigramBase, order } = this.data;
    const at = unigramBase + 2 * word;
    this.nextBackoffs[0] = unigrams.floats[at + 1] as number;
    let score = -Math.abs(unigrams.floats[at] as number);
    let matched = 1;
    this.hash.start(word);
    while (matched <= this.length) {
      const longer = this.longer(matched);
      if (Number.isNaN(longer)) break;
      score = longer;
      matched++;
    }
    for (let i = matched - 1; i < this.length; i++) score = Math.fround(score + (this.backoffs[i] as number));
    this.remember(word, Math.min(matched, order - 1));
    return score;
  }

  /** Score of the n-gram with one word more than `matched`; NaN when the model does not have it. */
  private longer(matched: number): number {
    const { hash, data } = this;
    hash.combine(this.context[matched - 1] as number);
    const isLongest = matched === data.order - 1;
    const table = isLongest ? data.longest : (data.middles[matched - 1] as ProbingTable);
    const at = table.find(hash.high, hash.low);
    if (at < 0) return NaN;
    const { floats } = table.memory;
    if (!isLongest) this.nextBackoffs[matched] = floats[at + KEY_UNITS + 1] as number;
    return -Math.abs(floats[at + KEY_UNITS] as number);
  }

  private remember(word: number, length: number): void {
    this.context.copyWithin(1, 0, length - 1);
    this.context[0] = word;
    this.length = length;
    [this.backoffs, this.nextBackoffs] = [this.nextBackoffs, this.backoffs];
  }
}
