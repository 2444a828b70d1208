/** Seeded pseudo-random numbers: integer arithmetic only, so that every machine draws the same. */

/** A stream of draws. */
export interface Random {
  /** A number in [0, 1). */
  share(): number;
  /** An integer in [0, n). */
  below(n: number): number;
  /**
   * Any one of the items.
   * @throws RangeError when there are none.
   */
  oneOf<T>(items: readonly T[]): T;
  /** A number about a mean, with the given standard deviation, never further away than six of them. */
  bell(mean: number, deviation: number): number;
}

/** The stream of a seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(share() * n);
  return {
    share,
    below,
    oneOf: (items) => pick(items, below),
    bell: (mean, deviation) => mean + deviation * spread(share),
  };
}

function pick<T>(items: readonly T[], below: (n: number) => number): T {
  if (items.length === 0) throw new RangeError('nothing to pick from');
  return items[below(items.length)] as T;
}

// The sum of twelve uniform draws has variance 1; no logarithm or cosine, whose last digit may differ.
function spread(share: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += share();
  return sum;
}
