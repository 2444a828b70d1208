/** Spans of time as a recipe writes them. */
import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
const MAX_SECONDS = 86_400;

/** `1s`, `500ms`, `2m`, `1h`, or a number of seconds; the output is seconds, from `min` to a day. */
export function seconds(min: number) {
  return z
    .union([z.number(), z.string()])
    .transform((value, context) => {
      const parsed = typeof value === 'number' ? value : parseDuration(value);
      if (parsed !== null && parsed >= min && parsed <= MAX_SECONDS) return parsed;
      context.issues.push({ code: 'custom', input: value, message: 'out of range' });
      return z.NEVER;
    })
    .describe('a duration such as 500ms, 1s or 2m, or seconds as a number, above 0 and up to a day');
}

/** Seconds in `2m`, or null for what is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  // Divides for milliseconds, so that 500ms is 0.5 and not 0.50000001.
  if (match === null || unit === undefined) return null;
  return unit < 1 ? Number(match[1]) / 1000 : Number(match[1]) * unit;
}
