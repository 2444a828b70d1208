/** Stats of a row in one cell. */

/** `text_len=12 lang=en`; empty when there are none. Doubles have four digits behind the point. */
export function statText(stats: Record<string, number | string | boolean | object | null> | null): string {
  return Object.entries(stats ?? {})
    .map(([name, value]) => `${name}=${shown(value)}`)
    .join(' ');
}

function shown(value: number | string | boolean | object | null): string {
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value);
}
