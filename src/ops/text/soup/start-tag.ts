/** Start tags as Python 3.11's `html.parser` reads them. */
import { NextPlace } from '../next-place.js';
import { isSpace, lower } from '../python.js';
import { decodeAttribute } from './references.js';

/** A start tag: its name in small letters, its attributes, and whether it ends in `/>`. */
export interface StartTag {
  name: string;
  /** Of an attribute that is there twice, the last value. */
  attributes: Map<string, string>;
  closed: boolean;
  end: number;
}

/** What begins as a tag and is none: text up to `end`. */
export interface NoTag {
  name: null;
  end: number;
}

interface Attribute {
  nameEnd: number;
  value: string;
  end: number;
}

const NAME_END = /[\t\n\r\f />\0]/g;
const LETTER_OR_SIGN = /[a-zA-Z=/]/;

/** Reads the start tags of one text. */
export class StartTags {
  readonly #text: string;
  readonly #nameEnds: NextPlace;
  readonly #quotes: Record<string, NextPlace>;
  /** Positions from which no tag comes to its end; a later tag that gets there need not look again. */
  readonly #endless = new Set<number>();

  constructor(text: string) {
    this.#text = text;
    this.#nameEnds = new NextPlace(text, new RegExp(NAME_END));
    this.#quotes = { "'": new NextPlace(text, "'"), '"': new NextPlace(text, '"') };
  }

  /** Where the name ends that starts at a position. */
  nameEnd(start: number): number {
    const end = this.#nameEnds.index(start);
    return end === -1 ? this.#text.length : end;
  }

  /** The tag at a position, where `<` and a letter stand; null when the text ends before the tag does. */
  read(start: number): StartTag | NoTag | null {
    const end = this.#end(start);
    if (end === -1) return null;
    const nameEnd = this.nameEnd(start + 1);
    const attributes = new Map<string, string>();
    let at = this.#skipSeparators(nameEnd);
    while (at < end) {
      const attribute = this.#attribute(at);
      if (!attribute) break;
      attributes.set(lower(this.#text.slice(at, attribute.nameEnd)), decodeAttribute(attribute.value));
      at = attribute.end;
    }
    const rest = this.#text.slice(this.#skipSpace(at), end);
    if (rest !== '>' && rest !== '/>') return { name: null, end };
    return { name: lower(this.#text.slice(start + 1, nameEnd)), attributes, closed: rest === '/>', end };
  }

  #end(start: number): number {
    const seen = [this.nameEnd(start + 1)];
    if (this.#endless.has(seen[0] ?? -1)) return -1;
    let at = seen[0] ?? 0;
    while (this.#isSeparator(at)) at++;
    for (let next = this.#attribute(at); next; next = this.#attribute(at)) {
      if (this.#endless.has(at)) return this.#remember(seen);
      seen.push(at);
      at = next.end;
    }
    at = this.#skipSpace(at);
    const sign = this.#text[at] ?? '';
    if (sign === '>') return at + 1;
    if (sign === '/' && this.#text[at + 1] === '>') return at + 2;
    return sign === '' || LETTER_OR_SIGN.test(sign) ? this.#remember(seen) : at;
  }

  #remember(seen: readonly number[]): -1 {
    for (const position of seen) this.#endless.add(position);
    return -1;
  }

  /** An attribute that starts at a position, with the white space and slashes behind it. */
  #attribute(start: number): Attribute | null {
    const text = this.#text;
    const before = text[start - 1] ?? '';
    if (before !== "'" && before !== '"' && !this.#isSeparator(start - 1)) return null;
    if (start >= text.length || this.#isSeparator(start) || text[start] === '>') return null;
    let nameEnd = start + 1;
    while (nameEnd < text.length && !this.#endsName(nameEnd)) nameEnd++;
    const { value, end } = this.#value(nameEnd);
    return { nameEnd, value, end: this.#skipSeparators(end) };
  }

  /** The value behind a name: empty when there is none. A quotation mark that is never closed begins no value. */
  #value(nameEnd: number): { value: string; end: number } {
    const text = this.#text;
    const signs = this.#skipSpace(nameEnd);
    let signsEnd = signs;
    while (text[signsEnd] === '=') signsEnd++;
    if (signsEnd === signs) return { value: '', end: nameEnd };
    const start = this.#skipSpace(signsEnd);
    const quote = this.#quotes[text[start] ?? ''];
    if (!quote) return this.#bareValue(start);
    const close = quote.index(start + 1);
    if (close !== -1) return { value: text.slice(start + 1, close), end: close + 1 };
    if (start > signsEnd) return { value: '', end: start };
    // The last of several equals signs is then the first character of the value.
    return signsEnd - signs > 1 ? this.#bareValue(signsEnd - 1) : { value: '', end: nameEnd };
  }

  #bareValue(start: number): { value: string; end: number } {
    let end = start;
    while (end < this.#text.length && this.#text[end] !== '>' && !isSpace(this.#text.charCodeAt(end))) end++;
    return { value: this.#text.slice(start, end), end };
  }

  #endsName(at: number): boolean {
    const sign = this.#text[at];
    return sign === '=' || sign === '>' || this.#isSeparator(at);
  }

  #isSeparator(at: number): boolean {
    return this.#text[at] === '/' || isSpace(this.#text.charCodeAt(at));
  }

  #skipSpace(at: number): number {
    while (isSpace(this.#text.charCodeAt(at))) at++;
    return at;
  }

  /** White space and slashes, but not the slash of `/>`. */
  #skipSeparators(at: number): number {
    while (this.#isSeparator(at) && !(this.#text[at] === '/' && this.#text[at + 1] === '>')) at++;
    return at;
  }
}
