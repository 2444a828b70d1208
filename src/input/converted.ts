/** What the readers of formats give: lines of JSON made from some bytes of a file. */
import type { BadReason } from '../table/bad-line.js';

/** A row's place: 1-based line, offset of its first byte in the content of the file. */
export interface RowPlace {
  file: string;
  line: number;
  byte_offset: number;
}

/** Why a line is no row, where its JSON does not tell. */
export interface Problem {
  reason: BadReason;
  error: string;
}

/** Lines whose bytes are not those of the file: where each of them stands there, from the start of the range. */
export interface Converted {
  bytes: Uint8Array;
  /** Of each line: lines before it in the range, and bytes. */
  starts: readonly { line: number; offset: number }[];
  /** By number of the line, which is one of `brokenLine`. */
  problems?: ReadonlyMap<number, Problem>;
}

/** Begins no JSON: what comes after it is read as a broken line, whatever it is. */
const BROKEN = 0x01;
const LF = 0x0a;
const SPACE = 0x20;

/** A line that is read as no row, whatever its bytes are; line ends among them become spaces. */
export function brokenLine(bytes: Uint8Array): Buffer {
  const line = Buffer.concat([Buffer.from([BROKEN]), bytes, Buffer.from([LF])]);
  for (let at = line.indexOf(LF); at < line.length - 1; at = line.indexOf(LF, at + 1)) line[at] = SPACE;
  return line;
}

/** For text that is made a JSON string: bytes that are no UTF-8 would be replaced, and so lost, on the way. */
export const NOT_UTF8: Problem = { reason: 'invalid_utf8', error: 'the record is not valid UTF-8' };

/** Line feeds in some bytes. */
export function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}
