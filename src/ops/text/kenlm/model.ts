/** An n-gram language model with back-off, and how it scores a sentence. */

/** Number of the word that stands for all that the model does not know. */
export const UNKNOWN = 0;

/**
 * The n-grams of a model, looked up from their last word back: a word, then the same with the word before it, and so on.
 * Holds where the look-up stands, so one per thread.
 */
export interface NgramTables {
  /** Words of the longest n-grams, 2 or more. */
  readonly order: number;
  /** Of the n-gram found last: logarithm to the base 10 of its probability. */
  readonly score: number;
  /** Of the n-gram found last: the logarithm that a longer one that is missing costs; no meaning for the longest. */
  readonly backoff: number;
  /** Number of a word; {@link UNKNOWN} when it has none. */
  wordNumber(word: string): number;
  /** Finds a word by its number. */
  start(word: number): void;
  /** Finds the n-gram with one word more, which stands before the others; false when there is none, and then it is over. */
  extend(word: number): boolean;
}

/** Words whose numbers are remembered. */
const REMEMBERED = 1 << 16;
const LONGEST_REMEMBERED = 64;

/** Holds working memory, so one per thread. Sums are made in single precision and in KenLM's order. */
export class LanguageModel {
  private readonly numbers = new Map<string, number>();
  /** The words before, the last one first, and the back-offs of the n-grams that end there. */
  private readonly context: Int32Array;
  private backoffs: Float32Array;
  private nextBackoffs: Float32Array;
  private length = 0;

  constructor(private readonly tables: NgramTables) {
    this.context = new Int32Array(tables.order);
    this.backoffs = new Float32Array(tables.order);
    this.nextBackoffs = new Float32Array(tables.order);
  }

  /** Logarithm to the base 10 of the probability of a sentence, with its start and its end. */
  score(words: readonly string[]): number {
    this.begin();
    let sum = 0;
    for (const word of words) sum = Math.fround(sum + this.next(this.numberOf(word)));
    return Math.fround(sum + this.next(this.numberOf('</s>')));
  }

  private begin(): void {
    const start = this.numberOf('<s>');
    this.tables.start(start);
    this.context[0] = start;
    this.backoffs[0] = this.tables.backoff;
    this.length = 1;
  }

  private numberOf(word: string): number {
    let number = this.numbers.get(word);
    if (number !== undefined) return number;
    number = this.tables.wordNumber(word);
    if (word.length > LONGEST_REMEMBERED) return number;
    if (this.numbers.size === REMEMBERED) this.numbers.clear();
    this.numbers.set(word, number);
    return number;
  }

  /** Scores a word after those before it, and makes it one of them. */
  private next(word: number): number {
    const { tables, context, length } = this;
    tables.start(word);
    this.nextBackoffs[0] = tables.backoff;
    let score = tables.score;
    let matched = 1;
    while (matched <= length && tables.extend(context[matched - 1] as number)) {
      score = tables.score;
      if (matched < tables.order - 1) this.nextBackoffs[matched] = tables.backoff;
      matched++;
    }
    for (let i = matched - 1; i < length; i++) score = Math.fround(score + (this.backoffs[i] as number));
    this.remember(word, Math.min(matched, tables.order - 1));
    return score;
  }

  private remember(word: number, length: number): void {
    this.context.copyWithin(1, 0, length - 1);
    this.context[0] = word;
    this.length = length;
    [this.backoffs, this.nextBackoffs] = [this.nextBackoffs, this.backoffs];
  }
}
