/** Which types of a column hold JSON numbers so that their spelling can be told from the column. */
import { latin1Text } from '../table/member-key.js';

/**
 * Bits: 64-bit integers; doubles of which whole ones are spelt without a point (`1`); doubles that always have a point or
 * an exponent (`1.0`).
 */
export const NUMBER = { int64: 1, plain: 2, pointed: 4, all: 7 } as const;

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** The types, of those in `wanted`, that hold the number in `bytes[start, end)`. */
export function numberFit(bytes: Uint8Array, start: number, end: number, wanted: number): number {
  if (isShortInteger(bytes, start, end)) return wanted & (NUMBER.int64 | NUMBER.plain);
  const text = latin1Text(bytes, start, end);
  let fit = 0;
  if (wanted & NUMBER.int64 && isInt64(text)) fit |= NUMBER.int64;
  if (wanted & NUMBER.plain && String(Number(text)) === text) fit |= NUMBER.plain;
  if (wanted & NUMBER.pointed && pointedText(Number(text)) === text) fit |= NUMBER.pointed;
  return fit;
}

/** Whether a number is spelt as an integer. */
export function isIntegral(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++)
    if ((bytes[i] as number) < 0x30 || (bytes[i] as number) > 0x39) return false;
  return true;
}

function isShortInteger(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 15 || !isIntegral(bytes, start, end)) return false;
  return bytes[start] !== 0x2d || bytes[start + 1] !== 0x30;
}

function isInt64(text: string): boolean {
  if (!/^-?\d{1,19}$/.test(text)) return false;
  const value = BigInt(text);
  return value >= MIN && value <= MAX && String(value) === text;
}

function pointedText(value: number): string {
  if (!Number.isFinite(value)) return '';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
