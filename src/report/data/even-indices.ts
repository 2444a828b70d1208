/** An even choice among many. */

/** `count` indices of [0, total), evenly spread, the first and the last among them; all when there are no more. */
export function evenIndices(total: number, count: number): number[] {
  if (total <= count) return Array.from({ length: total }, (_, i) => i);
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, i) => Math.round((i * (total - 1)) / (count - 1)));
}
