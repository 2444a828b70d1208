/** Which number types hold a JSON number without loss of its spelling. */
import { latin1Text } from './member-key.js';

/** Bits of the column types that a value fits. */
export const FITS = { utf8: 1, bool: 2, int64: 4, double: 8, all: 15 } as const;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * The number types, of those in `wanted`, whose canonical text is exactly the JSON number in `bytes[start, end)`:
 * int64 `-?[1-9][0-9]*` or `0` in range; double `String(Number(t)) === t`.
 */
export function numberFits(bytes: Uint8Array, start: number, end: number, wanted: number): number {
  const numeric = wanted & (FITS.int64 | FITS.double);
  if (numeric === 0) return 0;
  const negative = bytes[start] === 0x2d;
  const first = negative ? start + 1 : start;
  let i = first;
  while (i < end && (bytes[i] as number) >= 0x30 && (bytes[i] as number) <= 0x39) i++;
  const isInteger = i === end;
  if (negative && end === first + 1 && bytes[first] === 0x30) return 0;
  if (isInteger && end - first <= 15) return numeric;
  const text = latin1Text(bytes, start, end);
  let fits = 0;
  if (numeric & FITS.int64 && /^-?\d{1,19}$/.test(text)) {
    const value = BigInt(text);
    if (value >= INT64_MIN && value <= INT64_MAX) fits |= FITS.int64;
  }
  if (numeric & FITS.double && String(Number(text)) === text) fits |= FITS.double;
  return fits;
}
