/**
 * Finds where something comes next in a text. What was found is kept for as long as it answers further questions, so that
 * asking from one position after the other walks through the text once, even when there is nothing to find.
 */

/** A part of a text: from `start` up to, not with, `end`. */
export interface Span {
  start: number;
  end: number;
}

/** See above. A pattern has the flag g and matches no empty text. */
export class NextPlace {
  readonly #text: string;
  readonly #what: string | RegExp;
  #asked = Number.POSITIVE_INFINITY;
  #found: Span | null = null;

  constructor(text: string, what: string | RegExp) {
    this.#text = text;
    this.#what = what;
  }

  /** The first place that starts at a position or after it; null when there is none. */
  from(position: number): Span | null {
    if (position >= this.#asked && (this.#found === null || position <= this.#found.start))
      return this.#found;
    this.#asked = position;
    this.#found = this.#search(position);
    return this.#found;
  }

  /** Where that place starts, or -1. */
  index(position: number): number {
    return this.from(position)?.start ?? -1;
  }

  #search(position: number): Span | null {
    if (typeof this.#what === 'string') {
      const start = this.#text.indexOf(this.#what, position);
      return start === -1 ? null : { start, end: start + this.#what.length };
    }
    this.#what.lastIndex = position;
    const match = this.#what.exec(this.#text);
    return match ? { start: match.index, end: this.#what.lastIndex } : null;
  }
}
