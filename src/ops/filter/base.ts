/** What all filters share: how a value is held against an interval. */
import { z } from 'zod';

/** Parameters that every filter with an interval has, spread into its own. */
export const intervalParams = {
  min_closed_interval: z
    .boolean()
    .default(true)
    .describe('Whether the lower bound itself is inside the interval.'),
  max_closed_interval: z
    .boolean()
    .default(true)
    .describe('Whether the upper bound itself is inside the interval.'),
  reversed_range: z
    .boolean()
    .default(false)
    .describe('Keep what is outside the interval, and with it each bound that is closed.'),
};

/** Which bounds are inside, and on which side of them values are kept: {@link intervalParams} as checked. */
export interface IntervalFlags {
  min_closed_interval: boolean;
  max_closed_interval: boolean;
  reversed_range: boolean;
}

/**
 * Whether a value is to be kept; a bound that is null does not bound. Reversed first opens closed bounds and closes open
 * ones, then takes the complement: a closed bound is kept in either direction.
 */
export function inInterval(
  value: number,
  [min, max]: readonly [number | null, number | null],
  flags: IntervalFlags,
): boolean {
  const reversed = flags.reversed_range;
  const minClosed = flags.min_closed_interval !== reversed;
  const maxClosed = flags.max_closed_interval !== reversed;
  const aboveMin = min === null || (minClosed ? value >= min : value > min);
  const belowMax = max === null || (maxClosed ? value <= max : value < max);
  return (aboveMin && belowMax) !== reversed;
}

/** A check for a params object: refuses a lower bound above the upper one, naming both parameters. */
export function boundsInOrder(minName: string, maxName: string): z.core.CheckFn<Record<string, unknown>> {
  return ({ value, issues }) => {
    const min = value[minName];
    const max = value[maxName];
    if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return;
    const message = `${minName} (${min}) is greater than ${maxName} (${max})`;
    issues.push({ code: 'custom', input: value, path: [minName], message });
  };
}

/** A whole number of any size: bounds such as 2^63 − 1 come from the peer's own recipes. */
export function wholeNumber(): z.ZodNumber {
  return z.number().refine(Number.isInteger, { message: 'must be a whole number' });
}
