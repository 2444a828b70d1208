/** The histogram of a filter's statistic. */
import type { Bin } from './filter-value.js';
import { quantile } from '../../events/numbers.js';

const BINS = 32;
/** A tail is put into one last bin when without it the rest would fill less than this share of the width. */
const TAIL = { share: 1 / 3, from: 0.99 };

/** Values of a statistic, sorted, with whether each row was kept. */
export interface Values {
  sorted: Float64Array;
  /** In the order of `sorted`. */
  kept: readonly boolean[];
  whole: boolean;
}

/** Bins of equal width; a long tail is one bin of its own, the last. Every value is in exactly one bin. */
export function histogram({ sorted, kept, whole }: Values): Bin[] {
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return [];
  const bins = edges(sorted, { min, max, whole });
  let place = 0;
  sorted.forEach((value, i) => {
    while (place < bins.length - 1 && value >= (bins[place]?.to ?? Infinity)) place++;
    const bin = bins[place];
    if (!bin) return;
    bin.rows++;
    if (kept[i]) bin.kept++;
  });
  return bins;
}

function edges(sorted: Float64Array, o: { min: number; max: number; whole: boolean }): Bin[] {
  const { min, max, whole } = o;
  if (min === max) return [bin(min, max)];
  const high = quantile(sorted, TAIL.from) ?? max;
  const hasTail = high > min && high - min < (max - min) * TAIL.share;
  const end = hasTail ? high : max;
  const span = end - min + (whole && !hasTail ? 1 : 0);
  const width = whole ? Math.max(1, Math.ceil(span / BINS)) : span / BINS;
  const count = Math.max(1, Math.round(whole ? Math.ceil(span / width) : BINS));
  const bins = Array.from({ length: count }, (_, i) => bin(min + i * width, min + (i + 1) * width));
  const last = bins.at(-1)?.to ?? max;
  if (hasTail && last <= max) return [...bins, bin(last, max)];
  return bins;
}

function bin(from: number, to: number): Bin {
  return { from, to, rows: 0, kept: 0 };
}
