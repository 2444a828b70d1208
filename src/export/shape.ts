/** What is seen of the values of one field, as far as it decides about the type of its column. */
import { utf8Text } from '../table/member-key.js';
import { hasLoneSurrogate, JSON_BYTE, skipSpace, skipString, skipWord } from './json-walk.js';
import { isIntegral, NUMBER, numberFit } from './number-fit.js';

/** Bits of the kinds of values. */
export const SEEN = { string: 1, number: 2, bool: 4, list: 8, object: 16 } as const;

/** Bounds of what is typed; what goes beyond is kept as JSON text. */
const MAX_DEPTH = 16;
const MAX_KEYS = 1000;
/** Keys of objects that readers of Parquet trip over. */
const TRIPS = /^$|^__proto__$|^parent$|^num_children$|[,\0]|\p{Surrogate}/u;

/** The values of a field, or of the items or members within them. Grows with the shape of values, not with their number. */
export class Shape {
  seen = 0;
  nulls = false;
  /** Whether a string was empty. */
  emptyText = false;
  /** Types that hold all numbers, bits of `NUMBER`, and whether one was spelt as an integer. */
  fits: number = NUMBER.all;
  integers = false;
  items: Shape | null = null;
  members: Member[] | null = null;
}

/** A key of objects, as it was spelt first, and what its values are. */
export interface Member {
  key: Buffer;
  name: string;
  shape: Shape;
}

/** Looks at values; why a field can have no type is told by `problem`. */
export class ShapeReader {
  problem: string | null = null;

  constructor(private readonly bytes: Buffer) {}

  /** Adds the value at a position; gives the position after it, −1 when it ends all typing (see `problem`). */
  add(shape: Shape, at: number, depth = 0): number {
    const c = this.bytes[at] as number;
    if (c === JSON_BYTE.quote) return this.string(shape, at);
    if (c === JSON_BYTE.openBracket) return this.list(shape, at, depth);
    if (c === JSON_BYTE.openBrace) return this.object(shape, at, depth);
    const end = skipWord(this.bytes, at);
    if (c === 0x6e) shape.nulls = true;
    else if (c === 0x74 || c === 0x66) shape.seen |= SEEN.bool;
    else this.number(shape, at, end);
    return end;
  }

  private string(shape: Shape, at: number): number {
    shape.seen |= SEEN.string;
    const end = skipString(this.bytes, at);
    if (end === at + 2) shape.emptyText = true;
    if (hasLoneSurrogate(this.bytes, at, end)) return this.end('a text has half a surrogate pair');
    return end;
  }

  private number(shape: Shape, at: number, end: number): void {
    shape.seen |= SEEN.number;
    shape.fits &= numberFit(this.bytes, at, end, shape.fits);
    if (!shape.integers && isIntegral(this.bytes, at, end)) shape.integers = true;
  }

  private list(shape: Shape, at: number, depth: number): number {
    shape.seen |= SEEN.list;
    if (depth === MAX_DEPTH) return this.end(`values are nested deeper than ${MAX_DEPTH}`);
    const items = (shape.items ??= new Shape());
    let i = skipSpace(this.bytes, at + 1);
    if (this.bytes[i] === JSON_BYTE.closeBracket) return i + 1;
    for (;;) {
      i = this.add(items, i, depth + 1);
      if (i < 0) return -1;
      i = skipSpace(this.bytes, i);
      if (this.bytes[i] === JSON_BYTE.closeBracket) return i + 1;
      i = skipSpace(this.bytes, i + 1);
    }
  }

  private object(shape: Shape, at: number, depth: number): number {
    shape.seen |= SEEN.object;
    if (depth === MAX_DEPTH) return this.end(`values are nested deeper than ${MAX_DEPTH}`);
    const first = shape.members === null;
    const members = (shape.members ??= []);
    let i = skipSpace(this.bytes, at + 1);
    if (this.bytes[i] === JSON_BYTE.closeBrace) return this.end('an object has no keys');
    for (let slot = 0; ; slot++) {
      const keyEnd = skipString(this.bytes, i);
      const member = first ? this.addMember(members, i, keyEnd) : this.sameMember(members[slot], i, keyEnd);
      if (!member) return this.end('objects differ in their keys or in the order of them');
      if (this.problem !== null) return -1;
      i = this.add(member.shape, skipSpace(this.bytes, skipSpace(this.bytes, keyEnd) + 1), depth + 1);
      if (i < 0) return -1;
      i = skipSpace(this.bytes, i);
      if (this.bytes[i] === JSON_BYTE.closeBrace) {
        if (slot + 1 === members.length) return i + 1;
        return this.end('objects differ in their keys or in the order of them');
      }
      i = skipSpace(this.bytes, i + 1);
    }
  }

  private addMember(members: Member[], start: number, end: number): Member {
    const key = Buffer.from(this.bytes.subarray(start, end));
    const member = { key, name: JSON.parse(key.toString()) as string, shape: new Shape() };
    if (TRIPS.test(member.name)) this.problem = 'an object has a key that not every reader takes';
    else if (members.some(({ name }) => name === member.name)) this.problem = 'an object has a key twice';
    else if (members.length === MAX_KEYS) this.problem = `an object has more than ${MAX_KEYS} keys`;
    members.push(member);
    return member;
  }

  private sameMember(member: Member | undefined, start: number, end: number): Member | null {
    if (!member) return null;
    if (member.key.compare(this.bytes, start, end) === 0) return member;
    return JSON.parse(utf8Text(this.bytes, start, end)) === member.name ? member : null;
  }

  private end(problem: string): -1 {
    this.problem = problem;
    return -1;
  }
}
