/**
 * A piece of LaTeX in which commands and environments are looked for, as the peer's patterns find them. Time is linear to
 * the piece, whatever it holds.
 */
import { NextPlace, type Span } from '../next-place.js';
import { behindSpace } from '../white-space.js';

/** An environment, or a command with its argument; `content` is the part inside. */
export interface Found extends Span {
  content: Span;
  /** What stands in the brackets of a command; null when it has none. */
  option: string | null;
}

const OPEN = 0x7b;
const CLOSE = 0x7d;

/** See above. */
export class Fragment {
  readonly text: string;
  readonly #brackets: NextPlace;
  readonly #braces: NextPlace;
  #matches: Int32Array | null = null;

  constructor(text: string) {
    this.text = text;
    this.#brackets = new NextPlace(text, ']');
    this.#braces = new NextPlace(text, '}');
  }

  /** What stands at a span. */
  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /**
   * Environments of these names, one behind the other, up to the first `\end` of the name. Arguments in brackets and
   * braces behind the name are passed over, as far as an end still follows, unless they count as content.
   */
  *environments(names: readonly string[], areArgumentsContent = false): Generator<Found> {
    const ends = names.map((name) => `\\end{${name}}`);
    const last = ends.map((end) => this.text.lastIndexOf(end));
    const begins = new NextPlace(this.text, '\\begin{');
    for (let found = begins.from(0); found;) {
      const k = names.findIndex((name) => this.text.startsWith(`${name}}`, found?.end));
      const head = found.end + (names[k]?.length ?? 0) + 1;
      const latest = last[k] ?? -1;
      if (k === -1 || head > latest) {
        found = begins.from(found.end);
        continue;
      }
      const start = areArgumentsContent ? head : this.#behindArguments(head, latest);
      const end = this.text.indexOf(ends[k] ?? '', start);
      const past = end + (ends[k]?.length ?? 0);
      yield { start: found.start, end: past, content: { start, end }, option: null };
      found = begins.from(past);
    }
  }

  /**
   * Commands whose argument is in balanced braces, one behind the other. `option`: whether brackets must stand between, may,
   * or must not; `spaced`: whether white space may stand before the braces.
   */
  *commands(
    heads: readonly string[],
    { option, spaced = false }: { option: 'needed' | 'allowed' | 'refused'; spaced?: boolean },
  ): Generator<Found> {
    const backslashes = new NextPlace(this.text, '\\');
    for (let at = backslashes.from(0); at;) {
      const start = at.start;
      const head = heads.find((one) => this.text.startsWith(one, start));
      const found = head === undefined ? null : this.#command(start, start + head.length, { option, spaced });
      if (found) yield found;
      at = backslashes.from(found?.end ?? start + 1);
    }
  }

  /** Arguments of a command that go up to the first closing brace, and are not empty. */
  *plainArguments(head: string, option: 'allowed' | 'refused'): Generator<string> {
    const heads = new NextPlace(this.text, head);
    for (let found = heads.from(0); found;) {
      const open = option === 'allowed' ? this.#behindOption(found.end) : found.end;
      const close = this.text[open] === '{' ? this.#braces.index(open + 1) : -1;
      const isThere = close > open + 1;
      if (isThere) yield this.text.slice(open + 1, close);
      found = heads.from(isThere ? close + 1 : found.end);
    }
  }

  #command(
    start: number,
    head: number,
    { option, spaced }: { option: 'needed' | 'allowed' | 'refused'; spaced: boolean },
  ): Found | null {
    const behind = this.#behindOption(head);
    const hasOption = behind > head;
    if (option === 'refused' ? this.text[head] === '[' : option === 'needed' && !hasOption) return null;
    const open = spaced ? behindSpace(this.text, behind) : behind;
    const close = this.text.charCodeAt(open) === OPEN ? this.#matching(open) : -1;
    if (close === -1) return null;
    const words = hasOption ? this.text.slice(head + 1, behind - 1) : null;
    return { start, end: close + 1, content: { start: open + 1, end: close }, option: words };
  }

  /** Behind brackets that open at a position; the position itself when none do, or they never close. */
  #behindOption(at: number): number {
    return this.text[at] === '[' ? this.#brackets.index(at + 1) + 1 || at : at;
  }

  /** The last place behind arguments, first those in brackets, from which `latest` is not passed. */
  #behindArguments(head: number, latest: number): number {
    let at = head;
    for (const [open, closes] of [
      ['[', this.#brackets],
      ['{', this.#braces],
    ] as const) {
      while (this.text[at] === open) {
        const close = closes.index(at + 1);
        if (close === -1 || close >= latest) break;
        at = close + 1;
      }
    }
    return at;
  }

  /** The brace that closes the one at a position; -1 when it is never closed. */
  #matching(open: number): number {
    this.#matches ??= matchingBraces(this.text);
    return this.#matches[open] ?? -1;
  }
}

function matchingBraces(text: string): Int32Array {
  const matches = new Int32Array(text.length).fill(-1);
  const opened: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === OPEN) opened.push(i);
    else if (unit === CLOSE) {
      const open = opened.pop();
      if (open !== undefined) matches[open] = i;
    }
  }
  return matches;
}
