/** Draws rows of the parts of a mixture: which ones is settled by their numbers alone, so that every range can tell its own. */
import type { PartSample, Sampling } from '../model/dataset.js';

const ROUNDS = 4;

/**
 * Rows to take of each part, given how many each has. Without `max_rows`: rows × weight, rounded up. With it: max_rows ×
 * weight / sum of weights, rounded up, until max_rows are reached (Data-Juicer's rule, its rounding included). Of a part
 * without rows nothing is taken.
 */
export function samplesOf(rows: readonly number[], { weights, max_rows, seed }: Sampling): PartSample[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = max_rows ?? 0;
  return rows.map((count, part) => {
    const weight = weights[part] ?? 0;
    const wanted =
      max_rows === null ? Math.ceil(count * weight) : Math.min(left, Math.ceil(max_rows * (weight / sum)));
    left -= wanted;
    return { rows: count, take: count === 0 ? 0 : wanted, seed: mixed(seed, part) };
  });
}

/**
 * How often a row is taken, by its number in the part. Over all numbers this comes to `take`: each row `take / rows` times,
 * rounded down, and those once more that a permutation of the numbers puts before the remainder.
 */
export function copiesOf({ rows, take, seed }: PartSample): (row: number) => number {
  const whole = Math.floor(take / rows);
  const rest = take % rows;
  if (rest === 0) return (row) => (row < rows ? whole : 0);
  const place = permutation(rows, seed);
  return (row) => (row < rows ? whole + (place(row) < rest ? 1 : 0) : 0);
}

/** A permutation of the numbers below `count`: a Feistel network over the next power of four, walked until it is below. */
function permutation(count: number, seed: number): (value: number) => number {
  let half = 1;
  while (2 ** (2 * half) < count) half++;
  const side = 2 ** half;
  const once = (value: number): number => {
    let [left, right] = [Math.floor(value / side), value % side];
    for (let round = 0; round < ROUNDS; round++)
      [left, right] = [right, left ^ (mixed(right, mixed(seed, round)) % side)];
    return left * side + right;
  };
  return (value) => {
    let place = once(value);
    while (place >= count) place = once(place);
    return place;
  };
}

/** Mixes two whole numbers into 32 bits; multipliers and shifts of a 32-bit hash of low bias (Wellons, hash-prospector). */
function mixed(value: number, seed: number): number {
  let bits = (value ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
