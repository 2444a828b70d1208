/**
 * A strict JSON scanner over bytes: checks one line against RFC 8259 exactly as `JSON.parse` does, and notes where the
 * top-level keys and values stand. It makes no strings and does not recurse, so long and deep values cost nothing extra.
 */
import { Members } from './members.js';

/**
 * What kind of value a slice holds. A string is `escaped` when it has a backslash, `lone` when it has a lone surrogate. The
 * kinds of strings come first: they are told by comparing.
 */
export const KIND = { plain: 1, escaped: 2, lone: 3, number: 4, bool: 5, null: 6, nested: 7 } as const;

/** Result of {@link JsonScanner.object}. */
export type ScanResult = 'object' | 'not_an_object' | 'invalid_json';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

const HEX = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16);
  HEX[digit.charCodeAt(0)] = i;
  HEX[digit.toUpperCase().charCodeAt(0)] = i;
}
const SIMPLE_ESCAPE = new Uint8Array(256);
for (const c of '"\\/bfnrt') SIMPLE_ESCAPE[c.charCodeAt(0)] = 1;

/** The code unit spelt by four hex digits at `i`; negative when they are not four hex digits. */
export function hexUnit(b: Uint8Array, i: number): number {
  const high = ((HEX[b[i] as number] as number) << 12) | ((HEX[b[i + 1] as number] as number) << 8);
  return high | ((HEX[b[i + 2] as number] as number) << 4) | (HEX[b[i + 3] as number] as number);
}

/**
 * Scans lines of `bytes`. Every line that is scanned must be followed by a line feed in `bytes`: it stops every loop, so
 * that none has to compare positions. Methods return the position after what they read, −1 where it is not JSON.
 */
export class JsonScanner {
  /** Top-level members of the object scanned last. */
  readonly members = new Members();
  private kind = 0;
  private stack = new Uint8Array(64);

  constructor(private readonly bytes: Uint8Array) {}

  /** Scans the line from `start` to its line feed at `end` and fills {@link members} when it is an object. */
  object(start: number, end: number): ScanResult {
    this.members.count = 0;
    let i = this.space(start);
    if (this.bytes[i] !== OPEN_BRACE) {
      i = this.value(i);
      return i >= 0 && this.space(i) === end ? 'not_an_object' : 'invalid_json';
    }
    i = this.body(i + 1);
    return i >= 0 && this.space(i) === end ? 'object' : 'invalid_json';
  }

  private body(from: number): number {
    const b = this.bytes;
    let i = this.space(from);
    if (b[i] === CLOSE_BRACE) return i + 1;
    for (;;) {
      const keyStart = i + 1;
      if (b[i] !== QUOTE || (i = this.string(keyStart)) < 0) return -1;
      const slot = this.members.add(keyStart, i - 1, this.kind);
      i = this.space(i);
      if (b[i] !== COLON) return -1;
      const valueStart = this.space(i + 1);
      i = this.value(valueStart);
      if (i < 0) return -1;
      this.members.setValue(slot, valueStart, i, this.kind);
      i = this.space(i);
      if (b[i] === CLOSE_BRACE) return i + 1;
      if (b[i] !== COMMA) return -1;
      i = this.space(i + 1);
    }
  }

  private space(from: number): number {
    const b = this.bytes;
    let i = from;
    while (b[i] === 0x20 || b[i] === 0x09 || b[i] === 0x0d) i++;
    return i;
  }

  private value(i: number): number {
    const c = this.bytes[i] as number;
    if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      const end = this.nested(i);
      this.kind = KIND.nested;
      return end;
    }
    return this.scalar(i, c);
  }

  private scalar(i: number, c: number): number {
    if (c === QUOTE) return this.string(i + 1);
    if (c === 0x2d || (c >= 0x30 && c <= 0x39)) return this.number(i);
    this.kind = KIND.bool;
    if (c === 0x74) return this.word(i, 'true');
    if (c === 0x66) return this.word(i, 'false');
    this.kind = KIND.null;
    return c === 0x6e ? this.word(i, 'null') : -1;
  }

  private word(i: number, word: string): number {
    for (let k = 1; k < word.length; k++) if (this.bytes[i + k] !== word.charCodeAt(k)) return -1;
    return i + word.length;
  }

  private number(from: number): number {
    this.kind = KIND.number;
    const b = this.bytes;
    let i = b[from] === 0x2d ? from + 1 : from;
    if (b[i] === 0x30) i++;
    else if ((i = this.digits(i)) < 0) return -1;
    if (b[i] === 0x2e && (i = this.digits(i + 1)) < 0) return -1;
    if (b[i] !== 0x65 && b[i] !== 0x45) return i;
    i++;
    return this.digits(b[i] === 0x2b || b[i] === 0x2d ? i + 1 : i);
  }

  private digits(from: number): number {
    const b = this.bytes;
    let i = from;
    while ((b[i] as number) >= 0x30 && (b[i] as number) <= 0x39) i++;
    return i > from ? i : -1;
  }

  private string(from: number): number {
    const b = this.bytes;
    let i = from;
    this.kind = KIND.plain;
    for (;;) {
      let c = b[i] as number;
      while (c >= 0x20 && c !== QUOTE && c !== BACKSLASH) c = b[++i] as number;
      if (c === QUOTE) return i + 1;
      if (c !== BACKSLASH) return -1;
      i = this.escape(i + 1);
      if (i < 0) return -1;
    }
  }

  private escape(i: number): number {
    if (this.kind === KIND.plain) this.kind = KIND.escaped;
    const c = this.bytes[i] as number;
    if (c !== 0x75) return SIMPLE_ESCAPE[c] === 1 ? i + 1 : -1;
    const unit = hexUnit(this.bytes, i + 1);
    if (unit < 0) return -1;
    if (unit < 0xd800 || unit > 0xdfff) return i + 5;
    if (unit < 0xdc00 && this.bytes[i + 5] === BACKSLASH && this.bytes[i + 6] === 0x75) {
      const low = hexUnit(this.bytes, i + 7);
      if (low >= 0xdc00 && low <= 0xdfff) return i + 11;
    }
    this.kind = KIND.lone;
    return i + 5;
  }

  /** An object or array. Keeps the open ones on a stack of its own: nesting may be deeper than the call stack. */
  private nested(from: number): number {
    let i = from;
    let depth = 0;
    for (;;) {
      const c = this.bytes[i] as number;
      if (c === OPEN_BRACE || c === OPEN_BRACKET) {
        const close = c === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        this.push(depth++, close);
        i = this.space(i + 1);
        if (this.bytes[i] !== close) {
          if (c === OPEN_BRACE && (i = this.innerKey(i)) < 0) return -1;
          continue;
        }
      } else {
        i = this.scalar(i, c);
        if (i < 0) return -1;
        i = this.space(i);
      }
      while (this.bytes[i] === this.stack[depth - 1]) {
        if (--depth === 0) return i + 1;
        i = this.space(i + 1);
      }
      if (this.bytes[i] !== COMMA) return -1;
      i = this.space(i + 1);
      if (this.stack[depth - 1] === CLOSE_BRACE && (i = this.innerKey(i)) < 0) return -1;
    }
  }

  private innerKey(from: number): number {
    if (this.bytes[from] !== QUOTE) return -1;
    let i = this.string(from + 1);
    if (i < 0) return -1;
    i = this.space(i);
    return this.bytes[i] === COLON ? this.space(i + 1) : -1;
  }

  private push(depth: number, close: number): void {
    if (depth === this.stack.length) {
      const grown = new Uint8Array(depth * 2);
      grown.set(this.stack);
      this.stack = grown;
    }
    this.stack[depth] = close;
  }
}
