/** Small sums over lists of numbers. */

/** The value at or below which the share `q` of sorted numbers lies (nearest rank); null of none. */
export function quantile(sorted: ArrayLike<number>, q: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? null;
}

/** Sum. */
export function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const n of numbers) sum += n;
  return sum;
}

/** Mean; null of none. */
export function mean(numbers: ArrayLike<number> & Iterable<number>): number | null {
  return numbers.length === 0 ? null : sumOf(numbers) / numbers.length;
}

/** An amount per second; null where there is no time. */
export function rate(amount: number, time: number | null): number | null {
  return time !== null && time > 0 ? amount / time : null;
}

/** The greater of two; what is not known does not count. */
export function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** The lesser of two; what is not known does not count. */
export function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** A value of a line's metadata, if it is a number. */
export function numberOr(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
