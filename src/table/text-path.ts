/** Where the text of a row stands: in a top-level field, or in one that is nested by the dots of its name. */
import { JsonScanner } from './json-scan.js';
import { findLast } from './member-key.js';
import type { Members, ValueSlice } from './members.js';

interface Name {
  name: string;
  bytes: Uint8Array;
}

/** Finds the text by its key. A top-level field of the whole name comes before one that is nested. */
export class TextPath {
  private readonly whole: Name;
  private readonly parts: readonly Name[];

  constructor(textKey: string) {
    this.whole = named(textKey);
    this.parts = textKey.split('.').map(named);
  }

  /** Slot of the top-level member of that name, −1 when there is none. */
  slot(bytes: Uint8Array, members: Members): number {
    return findLast(bytes, members, this.whole.name, this.whole.bytes);
  }

  /** The value that is nested by the dots of the name; null when there are none, or there is no such value. */
  nested(bytes: Uint8Array, members: Members): ValueSlice | null {
    if (this.parts.length < 2) return null;
    let value = memberAt(bytes, members, this.parts[0] as Name);
    for (const part of this.parts.slice(1)) value = value && within(bytes, value, part);
    return value;
  }
}

function named(name: string): Name {
  return { name, bytes: Buffer.from(name) };
}

function memberAt(bytes: Uint8Array, members: Members, { name, bytes: key }: Name): ValueSlice | null {
  const slot = findLast(bytes, members, name, key);
  return slot < 0 ? null : members.value(slot);
}

/** A member of a value that is an object. */
function within(bytes: Uint8Array, { start, end }: ValueSlice, part: Name): ValueSlice | null {
  const alone = withLineFeed(bytes, start, end);
  const scanner = new JsonScanner(alone);
  if (scanner.object(0, end - start) !== 'object') return null;
  const found = memberAt(alone, scanner.members, part);
  return found && { start: start + found.start, end: start + found.end, kind: found.kind };
}

/** A copy of some bytes as a line: the scanner needs a line feed after what it scans. */
export function withLineFeed(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const line = Buffer.allocUnsafe(end - start + 1);
  line.set(bytes.subarray(start, end));
  line[end - start] = 0x0a;
  return line;
}
