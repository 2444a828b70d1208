/**
 * Steps over JSON that is known to be valid and to be followed by a line feed, as rows of an export are. Each function
 * takes the position of a first byte and gives the position after what it steps over.
 */
import { hexUnit } from '../table/json-scan.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Bytes that begin or end values. */
export const JSON_BYTE = {
  quote: QUOTE,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** To the next byte that is no space. */
export function skipSpace(b: Uint8Array, from: number): number {
  let i = from;
  while (b[i] === 0x20 || b[i] === 0x09 || b[i] === 0x0d) i++;
  return i;
}

/** Over a string, quotes included. */
export function skipString(b: Buffer, from: number): number {
  for (let end = b.indexOf(QUOTE, from + 1); ; end = b.indexOf(QUOTE, end + 1)) {
    let i = end - 1;
    while (b[i] === BACKSLASH) i--;
    if ((end - i) % 2 === 1) return end + 1;
  }
}

/** Over a number or word. */
export function skipWord(b: Uint8Array, from: number): number {
  for (let i = from; ; i++) {
    const c = b[i] as number;
    if (c !== 0x2b && (c <= JSON_BYTE.comma || c === JSON_BYTE.closeBracket || c === JSON_BYTE.closeBrace))
      return i;
  }
}

/** Whether a string, given with its quotes, has a surrogate without its other half: no UTF-8 holds it. */
export function hasLoneSurrogate(bytes: Buffer, start: number, end: number): boolean {
  const b = bytes.subarray(start, end);
  for (let i = b.indexOf(BACKSLASH); i !== -1; i = b.indexOf(BACKSLASH, i)) {
    if (b[i + 1] !== 0x75) {
      i += 2;
      continue;
    }
    const unit = hexUnit(b, i + 2);
    i += 6;
    if (unit < 0xd800 || unit > 0xdfff) continue;
    if (unit >= 0xdc00 || b[i] !== BACKSLASH || b[i + 1] !== 0x75) return true;
    const low = hexUnit(b, i + 2);
    if (low < 0xdc00 || low > 0xdfff) return true;
    i += 6;
  }
  return false;
}
