/** What differs between two JSON values, in words. */
import { canonicalJson } from './canonical.js';

const LONGEST = 60;

/**
 * One line for each member that differs, `retry.backoff: 2 → 3`, in the order of `before` and then of what only `after`
 * has. Lists count as one value. `at`: path of the values themselves, empty at the top.
 */
export function differences(before: unknown, after: unknown, at = ''): string[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differences(before[name], after[name], at === '' ? name : `${at}.${name}`),
    );
  }
  const [was, is] = [before, after].map(text);
  return was === is ? [] : [`${at}: ${shortened(was ?? '')} → ${shortened(is ?? '')}`];
}

/** The first of some lines in one, `; ` between them, and how many more there are. */
export function listed(lines: readonly string[], limit = 10): string {
  const more = lines.length - limit;
  return [...lines.slice(0, limit), ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

function text(value: unknown): string {
  return value === undefined ? 'not set' : canonicalJson(value);
}

function shortened(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}…`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
