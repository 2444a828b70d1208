/** JSON string escapes on bytes, both ways. */
import type { ByteWriter } from './byte-writer.js';
import { hexUnit } from './json-scan.js';

const BACKSLASH = 0x5c;
/** Byte for each escape letter. */
const UNESCAPED = new Uint8Array(256);
/** Escape letter for each byte that has a short one. */
const SHORT = new Uint8Array(256);
/** 1 for bytes that stand for themselves in a JSON string. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
for (const [letter, char] of [
  '""',
  '\\\\',
  '//',
  'b\b',
  'f\f',
  'n\n',
  'r\r',
  't\t',
] as unknown as string[][]) {
  UNESCAPED[(letter as string).charCodeAt(0)] = (char as string).charCodeAt(0);
  if (letter !== '/') SHORT[(char as string).charCodeAt(0)] = (letter as string).charCodeAt(0);
}
PLAIN[0x22] = 0;
PLAIN[BACKSLASH] = 0;

/**
 * Writes the text of a valid JSON string without lone surrogates, given without its quotes as `src[start, end)`, to `out`
 * at `at` as UTF-8 and gives the position after it. The text is never longer than its spelling.
 */
export function unescapeInto(
  src: Uint8Array,
  [start, end]: readonly [number, number],
  out: Uint8Array,
  at: number,
): number {
  let i = start;
  let pos = at;
  for (;;) {
    let c = 0;
    while (i < end && (c = src[i] as number) !== BACKSLASH) {
      out[pos++] = c;
      i++;
    }
    if (i >= end) return pos;
    const letter = src[i + 1] as number;
    i += 2;
    if (letter !== 0x75) {
      out[pos++] = UNESCAPED[letter] as number;
      continue;
    }
    let code = hexUnit(src, i);
    i += 4;
    if (code >= 0xd800 && code <= 0xdbff) {
      code = 0x10000 + ((code - 0xd800) << 10) + (hexUnit(src, i + 2) - 0xdc00);
      i += 6;
    }
    pos = putCodePoint(code, out, pos);
  }
}

function putCodePoint(code: number, out: Uint8Array, at: number): number {
  let pos = at;
  if (code < 0x80) {
    out[pos++] = code;
    return pos;
  }
  if (code < 0x800) out[pos++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) out[pos++] = 0xe0 | (code >> 12);
    else {
      out[pos++] = 0xf0 | (code >> 18);
      out[pos++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[pos++] = 0x80 | ((code >> 6) & 0x3f);
  }
  out[pos++] = 0x80 | (code & 0x3f);
  return pos;
}

/** Writes the UTF-8 text `src[start, end)` as a JSON string, quotes included, with the escapes of `JSON.stringify`. */
export function writeJsonString(writer: ByteWriter, src: Uint8Array, start: number, end: number): void {
  writer.reserve(end - start + 2);
  writer.byte(0x22);
  let i = start;
  while (i < end) {
    i = copyPlain(writer, src, i, end);
    if (i < end) writeEscape(writer, src[i++] as number, end - i);
  }
  writer.byte(0x22);
}

function copyPlain(writer: ByteWriter, src: Uint8Array, start: number, end: number): number {
  const out = writer.bytes;
  let pos = writer.length;
  let i = start;
  for (; i < end; i++) {
    const c = src[i] as number;
    if (PLAIN[c] !== 1) break;
    out[pos++] = c;
  }
  writer.length = pos;
  return i;
}

function writeEscape(writer: ByteWriter, c: number, left: number): void {
  writer.reserve(6 + left + 1);
  writer.byte(BACKSLASH);
  const short = SHORT[c] as number;
  if (short !== 0) writer.byte(short);
  else writer.ascii(`u00${c.toString(16).padStart(2, '0')}`);
}
