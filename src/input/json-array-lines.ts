/** The elements of a JSON array as lines, each with its own bytes; line ends between its parts become spaces. */
import { linesIn, type Converted } from './converted.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LF = 0x0a;
const SPACE = 0x20;

/** The elements in some bytes of an array: from its bracket, when they are its first, or from behind a comma. */
export function jsonArrayLines(bytes: Buffer, { first }: { first: boolean }): Converted {
  const out: Buffer[] = [];
  const starts: Converted['starts'][number][] = [];
  let line = 0;
  for (const { start, end } of elements(bytes, first ? skipOpening(bytes) : 0)) {
    const before = starts.at(-1) ?? { line: 0, offset: 0 };
    line = before.line + linesIn(bytes.subarray(before.offset, start));
    starts.push({ line, offset: start });
    const element = Buffer.from(bytes.subarray(start, end));
    for (let at = element.indexOf(LF); at !== -1; at = element.indexOf(LF, at + 1)) element[at] = SPACE;
    out.push(element, Buffer.from([LF]));
  }
  return { bytes: Buffer.concat(out), starts };
}

function* elements(bytes: Buffer, from: number): Generator<{ start: number; end: number }> {
  let start = from;
  let depth = 0;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) i = stringEnd(bytes, i);
    else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) {
      depth--;
      if (depth < 0) {
        yield* trimmed(bytes, start, i);
        return;
      }
    } else if (byte === COMMA && depth === 0) {
      yield* trimmed(bytes, start, i);
      start = i + 1;
    }
  }
  yield* trimmed(bytes, start, bytes.length);
}

/** Behind the bracket that opens the array, where it is in these bytes. */
function skipOpening(bytes: Buffer): number {
  let at = 0;
  while (isSpace(bytes[at])) at++;
  return bytes[at] === 0x5b ? at + 1 : 0;
}

/** Position of the quote that ends a string; the end of the bytes when none does. */
function stringEnd(bytes: Buffer, start: number): number {
  for (let i = start + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i++;
    else if (bytes[i] === QUOTE) return i;
  }
  return bytes.length;
}

function* trimmed(bytes: Buffer, from: number, to: number): Generator<{ start: number; end: number }> {
  let [start, end] = [from, to];
  while (start < end && isSpace(bytes[start])) start++;
  while (end > start && isSpace(bytes[end - 1])) end--;
  if (end > start) yield { start, end };
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === 0x09 || byte === 0x0d || byte === LF;
}
