/** A dictionary that finds its longest key at a place of a text. */

/** Keys of one UTF-16 unit lie apart; longer ones are looked for only where their first two units stand. */
export class Dictionary {
  readonly #single = new Map<number, string>();
  readonly #long = new Map<string, string>();
  /** First two units → lengths of the keys that begin so, longest first. */
  readonly #lengths = new Map<number, number[]>();
  /** 1 for each unit that a key begins with: most of a text is passed over by it. */
  readonly #starts = new Uint8Array(0x10000);

  constructor(entries: Iterable<readonly [key: string, value: string]>) {
    for (const [key, value] of entries) {
      this.#starts[key.charCodeAt(0)] = 1;
      if (key.length === 1) this.#single.set(key.charCodeAt(0), value);
      else this.#addLong(key, value);
    }
    for (const lengths of this.#lengths.values()) lengths.sort((a, b) => b - a);
  }

  /** The value of the longest key that stands at `from` and ends by `to`, and the key's length; null when none does. */
  match(text: string, from: number, to: number): { length: number; value: string } | null {
    const first = text.charCodeAt(from);
    if (this.#starts[first] !== 1) return null;
    if (from + 1 < to) {
      for (const length of this.#lengths.get(pair(first, text.charCodeAt(from + 1))) ?? []) {
        const value = from + length <= to ? this.#long.get(text.slice(from, from + length)) : undefined;
        if (value !== undefined) return { length, value };
      }
    }
    const value = this.#single.get(first);
    return value === undefined ? null : { length: 1, value };
  }

  #addLong(key: string, value: string): void {
    this.#long.set(key, value);
    const start = pair(key.charCodeAt(0), key.charCodeAt(1));
    const lengths = this.#lengths.get(start) ?? [];
    if (!lengths.includes(key.length)) lengths.push(key.length);
    this.#lengths.set(start, lengths);
  }
}

function pair(first: number, second: number): number {
  return first * 0x10000 + second;
}
