/** The logarithms of a trie's n-grams: as they are, or as places in a table. */
import type { Bits } from './bits.js';

/** Bytes before the tables: a version and the numbers of bits. */
export const QUANTISED_HEADER = 8;
const SCORE_BITS = 31;
const BACKOFF_BITS = 32;
const FLOAT = 4;

/** Reads the logarithms of n-grams of one length, from the bit on where they begin, counted from byte `base`. */
export interface Values {
  /** Bits that they take. */
  size: number;
  /** Logarithm of the probability. */
  score(base: number, bit: number): number;
  /** Back-off; no meaning for the longest n-grams. */
  backoff(base: number, bit: number): number;
}

/** How values are quantised: bits of each. */
export interface Quantisation {
  order: number;
  score: number;
  backoff: number;
}

/** Values that are floats, the probability's without its sign; for each length from 2 on. */
export function plainValues(bits: Bits, order: number): Values[] {
  const score = (base: number, bit: number): number => bits.float32(base, bit, SCORE_BITS);
  const backoff = (base: number, bit: number): number => bits.float32(base, bit + SCORE_BITS, BACKOFF_BITS);
  const middle: Values = { size: SCORE_BITS + BACKOFF_BITS, score, backoff };
  const longest: Values = { size: SCORE_BITS, score, backoff: () => 0 };
  return [...Array<Values>(order - 2).fill(middle), longest];
}

/**
 * Values that are places in tables, which stand behind a header at byte `at`: two for each length, one for the longest. The place
 * of the back-off comes first.
 */
export function quantisedValues(
  bits: Bits,
  at: number,
  { order, score, backoff }: Quantisation,
): { values: Values[]; size: number } {
  const scoreTable = FLOAT * 2 ** score;
  const backoffTable = FLOAT * 2 ** backoff;
  const tables = at + QUANTISED_HEADER;
  const values = Array.from({ length: order - 1 }, (_, i): Values => {
    const scores = tables + i * (scoreTable + backoffTable);
    const backoffs = scores + scoreTable;
    const before = i === order - 2 ? 0 : backoff;
    return {
      size: before + score,
      score: (base, bit) => bits.floatAt(scores + FLOAT * bits.number(base, bit + before, score)),
      backoff: (base, bit) =>
        before === 0 ? 0 : bits.floatAt(backoffs + FLOAT * bits.number(base, bit, backoff)),
    };
  });
  return { values, size: QUANTISED_HEADER + (order - 2) * (scoreTable + backoffTable) + scoreTable };
}
