/**
 * HTML as Python 3.11's `html.parser` cuts it into tags, text and the rest, which is not what browsers do. The text is
 * gone through twice: the first time stops where something is not complete, the second goes on there and takes what is
 * still not complete for text. Time is linear to the text, whatever it holds.
 */
import { JuicerError } from '../../../model/errors.js';
import { NextPlace } from '../next-place.js';
import { lower } from '../python.js';
import { PYTHON_SPACE } from '../white-space.js';
import { namedCharacter, numberedCharacter } from './references.js';
import { StartTags, type StartTag } from './start-tag.js';

/** What is neither tag nor text. */
export type Aside = 'comment' | 'doctype' | 'instruction' | 'cdata' | 'declaration';

/** What is told of a text, in its order. */
export interface Listener {
  startTag(tag: StartTag): void;
  endTag(name: string): void;
  /** A piece of text; several may follow each other. */
  text(piece: string): void;
  aside(kind: Aside, content: string): void;
}

/** Ends of elements that hold text only; Python takes ı, İ and ſ for the letters of a tag that they are like. */
const RAW_ENDS: Record<string, RegExp> = {
  script: /<\/\s*[sſ]cr[iıİ]pt\s*>/gi,
  style: /<\/\s*[sſ]tyle\s*>/gi,
};
const SPACE = `[${PYTHON_SPACE}]*`;
const END_TAG = new RegExp(String.raw`<\/${SPACE}([a-zA-Z][-.a-zA-Z0-9:_]*)${SPACE}>`, 'y');
const SECTION_NAME = new RegExp(String.raw`([a-zA-Z][-_.a-zA-Z0-9]*)${SPACE}`, 'y');
const NAMED = /&([a-zA-Z][-.a-zA-Z0-9]*)[^a-zA-Z0-9]/y;
const NUMBERED = /&#([0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F]/y;
const LETTER = /[a-zA-Z]/;
const SECTIONS = ['temp', 'cdata', 'ignore', 'include', 'rcdata'];
const OFFICE_SECTIONS = ['if', 'else', 'endif'];

/**
 * Tells a listener what a text holds.
 * @throws JuicerError E_ROW when a marked section (`<![`) has a name that is none, as `html.parser` fails on it.
 */
export function tokenize(text: string, listener: Listener): void {
  const tokenizer = new Tokenizer(text, listener);
  tokenizer.run(false);
  tokenizer.run(true);
}

class Tokenizer {
  readonly #text: string;
  readonly #listener: Listener;
  readonly #tags: StartTags;
  readonly #opening: NextPlace;
  readonly #closing: NextPlace;
  readonly #commentEnds: NextPlace;
  readonly #sectionEnds: NextPlace;
  readonly #officeEnds: NextPlace;
  #at = 0;
  /** The element whose content is text only, while it is open. */
  #raw: string | null = null;

  constructor(text: string, listener: Listener) {
    this.#text = text;
    this.#listener = listener;
    this.#tags = new StartTags(text);
    this.#opening = new NextPlace(text, '<');
    this.#closing = new NextPlace(text, '>');
    this.#commentEnds = new NextPlace(text, new RegExp(`--${SPACE}>`, 'g'));
    this.#sectionEnds = new NextPlace(text, new RegExp(`]${SPACE}]${SPACE}>`, 'g'));
    this.#officeEnds = new NextPlace(text, new RegExp(`]${SPACE}>`, 'g'));
  }

  /** Goes on to the end, or to what is not complete when the text may still go on. */
  run(isEnd: boolean): void {
    const text = this.#text;
    while (this.#at < text.length) {
      const next = this.#nextSign();
      if (next === null) break;
      this.#take(next);
      if (next === text.length) return;
      if (!(text[next] === '<' ? this.#markup(isEnd) : this.#reference(isEnd))) break;
    }
    if (isEnd && this.#at < text.length && this.#raw === null) this.#take(text.length);
  }

  /** The text up to a position. */
  #take(end: number): void {
    if (end > this.#at) this.#listener.text(this.#text.slice(this.#at, end));
    this.#at = end;
  }

  /** Where text ends: at a sign, or at the end of all; null when the end of the open element is nowhere. */
  #nextSign(): number | null {
    if (this.#raw !== null) return this.#rawEnd(this.#raw);
    let at = this.#at;
    while (at < this.#text.length && this.#text[at] !== '<' && this.#text[at] !== '&') at++;
    return at;
  }

  #rawEnd(name: string): number | null {
    const end = new RegExp(RAW_ENDS[name] ?? '');
    end.lastIndex = this.#at;
    return end.exec(this.#text)?.index ?? null;
  }

  /** Reads what begins with `<`; false when it is not complete. */
  #markup(isEnd: boolean): boolean {
    const start = this.#at;
    const [, sign = '', third = ''] = this.#text.slice(start, start + 3);
    let end: number | null;
    if (LETTER.test(sign)) end = this.#startTag(start);
    else if (sign === '/') end = this.#endTag(start);
    else if (this.#text.startsWith('<!--', start)) end = this.#comment(start);
    else if (sign === '?') end = this.#upToClosing('instruction', start);
    else if (sign === '!') end = third === '[' ? this.#section(start) : this.#declaration(start);
    else if (sign === '') return false;
    else end = this.#asText(start, start + 1);
    if (end === null && !isEnd) return false;
    this.#at = end ?? this.#asText(start, this.#unfinished(start));
    return true;
  }

  /** Where what never becomes complete ends. */
  #unfinished(start: number): number {
    const closing = this.#closing.index(start + 1);
    if (closing !== -1) return closing + 1;
    const opening = this.#opening.index(start + 1);
    return opening === -1 ? start + 1 : opening;
  }

  #asText(start: number, end: number): number {
    this.#listener.text(this.#text.slice(start, end));
    return end;
  }

  #startTag(start: number): number | null {
    const tag = this.#tags.read(start);
    if (tag === null) return null;
    if (tag.name === null) return this.#asText(start, tag.end);
    this.#listener.startTag(tag);
    if (!tag.closed && tag.name in RAW_ENDS) this.#raw = tag.name;
    return tag.end;
  }

  #endTag(start: number): number | null {
    const closing = this.#closing.index(start + 1);
    if (closing === -1) return null;
    END_TAG.lastIndex = start;
    const name = END_TAG.exec(this.#text)?.[1]?.toLowerCase();
    if (this.#raw !== null && name !== this.#raw) return this.#asText(start, closing + 1);
    if (name !== undefined) {
      this.#listener.endTag(name);
      this.#raw = null;
    } else if (LETTER.test(this.#text[start + 2] ?? '')) {
      this.#listener.endTag(lower(this.#text.slice(start + 2, this.#tags.nameEnd(start + 2))));
    } else if (closing > start + 2) return this.#upToClosing('comment', start);
    return closing + 1;
  }

  #comment(start: number): number | null {
    const found = this.#commentEnds.from(start + 4);
    if (found) this.#listener.aside('comment', this.#text.slice(start + 4, found.start));
    return found?.end ?? null;
  }

  #declaration(start: number): number | null {
    if (this.#text.slice(start, start + 9).toLowerCase() !== '<!doctype')
      return this.#upToClosing('comment', start);
    const closing = this.#closing.index(start + 9);
    if (closing === -1) return null;
    this.#listener.aside('doctype', this.#text.slice(start + '<!doctype '.length, closing));
    return closing + 1;
  }

  #upToClosing(kind: Aside, start: number): number | null {
    const closing = this.#closing.index(start + 2);
    if (closing === -1) return null;
    this.#listener.aside(kind, this.#text.slice(start + 2, closing));
    return closing + 1;
  }

  #section(start: number): number | null {
    const begin = start + 3;
    if (begin === this.#text.length) return null;
    SECTION_NAME.lastIndex = begin;
    const word = SECTION_NAME.exec(this.#text)?.[1]?.toLowerCase() ?? '';
    if (word !== '' && SECTION_NAME.lastIndex === this.#text.length) return null;
    if (!SECTIONS.includes(word) && !OFFICE_SECTIONS.includes(word))
      throw new JuicerError(
        'E_ROW',
        'the HTML has a marked section (<![) with a name that HTML does not know',
      );
    const found = (SECTIONS.includes(word) ? this.#sectionEnds : this.#officeEnds).from(begin);
    if (!found) return null;
    const content = this.#text.slice(begin, found.start);
    const isCdata = /^cdata\[/i.test(content);
    this.#listener.aside(isCdata ? 'cdata' : 'declaration', isCdata ? content.slice(6) : content);
    return found.end;
  }

  /** Reads what begins with `&`; false when it is not complete. */
  #reference(isEnd: boolean): boolean {
    const start = this.#at;
    const pattern = this.#text[start + 1] === '#' ? NUMBERED : NAMED;
    pattern.lastIndex = start;
    const name = pattern.exec(this.#text)?.[1];
    if (name !== undefined) {
      const value = pattern === NUMBERED ? numberedCharacter(name) : (namedCharacter(name) ?? `&${name}`);
      this.#listener.text(value);
      const end = pattern.lastIndex - 1;
      this.#at = this.#text[end] === ';' ? end + 1 : end;
      return true;
    }
    if (pattern === NUMBERED) {
      // `html.parser` stops here, though more may follow.
      if (this.#text.includes(';', start)) this.#take(start + 2);
      return false;
    }
    if (LETTER.test(this.#text[start + 1] ?? '')) {
      // The ampersand of a reference of one letter at the very end goes, as with `html.parser`.
      if (isEnd && start + 2 === this.#text.length) this.#at++;
      return false;
    }
    if (start + 1 === this.#text.length) return false;
    this.#take(start + 1);
    return true;
  }
}
