/** The keys of a scanned object. */
import { KIND } from './json-scan.js';
import type { Members } from './members.js';

/** The key in `slot` as a string, escapes resolved. */
export function memberKey(bytes: Uint8Array, members: Members, slot: number): string {
  const start = members.keyStart[slot] as number;
  const end = members.keyEnd[slot] as number;
  const raw = utf8Text(bytes, start, end);
  return members.keyKind[slot] === KIND.plain ? raw : (JSON.parse(`"${raw}"`) as string);
}

/** The slot of the last member named `name`, −1 when there is none. `nameBytes` is the UTF-8 of `name`. */
export function findLast(bytes: Uint8Array, members: Members, name: string, nameBytes: Uint8Array): number {
  for (let slot = members.count - 1; slot >= 0; slot--) {
    if (members.keyKind[slot] === KIND.plain) {
      const start = members.keyStart[slot] as number;
      if (sameBytes(bytes, start, members.keyEnd[slot] as number, nameBytes)) return slot;
    } else if (memberKey(bytes, members, slot) === name) return slot;
  }
  return -1;
}

/** Whether `bytes[start, end)` equals `other`. */
export function sameBytes(bytes: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  const length = end - start;
  if (length !== other.length) return false;
  for (let i = 0; i < length; i++) if (bytes[start + i] !== other[i]) return false;
  return true;
}

interface Slicer {
  utf8Slice(this: Uint8Array, start: number, end: number): string;
  latin1Slice(this: Uint8Array, start: number, end: number): string;
}
const slicer = Buffer.prototype as unknown as Slicer;

/**
 * The string of `bytes[start, end)` read as UTF-8, a leading byte order mark kept (a TextDecoder would drop it).
 * @throws the runtime's ERR_STRING_TOO_LONG above about 512 MB.
 */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string {
  return slicer.utf8Slice.call(bytes, start, end);
}

/** The string of `bytes[start, end)` with one character per byte: right for ASCII, and unique for anything. */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  return slicer.latin1Slice.call(bytes, start, end);
}
