/** What an analysis rests on, in words; for every form of it. */
import { count, percent, plural } from '../html/format.js';
import type { DatasetAnalysis, Quantiles } from './value.js';

/** Quantiles with the names that tables have for them. */
export const quantileNames: readonly [keyof Quantiles, string][] = [
  ['p01', 'p1'],
  ['p05', 'p5'],
  ['p25', 'p25'],
  ['p50', 'p50'],
  ['p75', 'p75'],
  ['p95', 'p95'],
  ['p99', 'p99'],
];

/** Which rows were measured, and what all filters keep of them. */
export function basisOf({ rows, kept }: DatasetAnalysis): string {
  const taken = rows.every === 1 ? '' : ` (one in ${rows.every})`;
  const bad = rows.unreadable > 0 ? `, ${count(rows.unreadable)} unreadable` : '';
  const share = kept.share === null ? '' : ` All filters together keep ${percent(kept.share, 1)}.`;
  return `${count(rows.measured)} of ${plural(rows.total, 'row')} measured${taken}${bad}.${share}`;
}
