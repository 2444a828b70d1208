/** Pseudo-random numbers from a seed: the same seed gives the same schedule. */
import { seededRandom, type Random as Stream } from '../../bench/corpus/random.js';

/** Draws from a seed. */
export class Random {
  private readonly stream: Stream;

  constructor(seed: number) {
    // Neighbouring seeds must not draw alike.
    this.stream = seededRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b));
    for (let i = 0; i < 4; i++) this.stream.share();
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + this.stream.below(most - least + 1);
  }

  /** One of some values. */
  pick<T>(values: readonly T[]): T {
    return this.stream.oneOf(values);
  }

  chance(share: number): boolean {
    return this.stream.share() < share;
  }
}
