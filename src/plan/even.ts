/** How much the next partition is to hold, so that what is left comes out even. */
import type { EvenParts } from '../model/sizing.js';

/** What was cut so far. */
export interface CutSoFar {
  partitions: number;
  /** In the unit of the parts. */
  amount: number;
}

/**
 * The next partition's share: of rows a whole number, the first parts one more; of bytes a size to come near to. It is
 * reckoned anew for each partition, so that a partition that came out larger (a huge row) or smaller does not leave a tiny
 * one at the end. No share of bytes is above `most`.
 */
export function nextShare({ unit, total, parts }: EvenParts, done: CutSoFar, most: number): number {
  const left = total - done.amount;
  const ideal = total / parts;
  if (unit === 'rows') {
    const partsLeft = Math.max(1, parts - done.partitions);
    return Math.max(1, Math.ceil(left > 0 ? left / partsLeft : ideal));
  }
  // The total of packed files is an estimate: behind it partitions are as large as those before.
  if (left <= 0) return total > 0 ? Math.min(ideal, most) : most;
  const partsLeft = Math.max(1, Math.round(left / ideal), Math.ceil(left / most));
  return Math.max(left / partsLeft, ideal / 2);
}

/** Whether a partition that holds `before` bytes ends there, when with its next row it would hold `after`: whichever is nearer. */
export function endsBefore(share: number, before: number, after: number): boolean {
  return after - share > share - before;
}
