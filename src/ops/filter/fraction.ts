/** How a value that may have a fraction is held against an interval. */
import { throughDecimals } from '../text/decimals.js';
import { inInterval, type IntervalFlags } from './base.js';

/** As {@link inInterval}, of the value that the peer's default executor decides on. */
export function fractionInInterval(
  value: number,
  bounds: readonly [number | null, number | null],
  flags: IntervalFlags,
): boolean {
  return inInterval(throughDecimals(value), bounds, flags);
}
