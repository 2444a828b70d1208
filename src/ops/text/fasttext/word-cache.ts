/** Remembers the rows of words: most words of a text are ones that were seen before. */
import type { RowList } from './row-list.js';

const SLOTS = 1 << 18;
/** Longest word that is kept, in code units, and most rows of one: what fits into 64 bytes, a line of a processor's cache. */
const LONGEST = 14;
const MOST_ROWS = 8;
/** A slot in 32-bit numbers (length and count, key, rows) and, for the key, in code units. */
const SLOT = 16;
const KEY = 2;
const ROWS = 8;

/** Where a word stands in the code units, and where its rows begin in the list. */
export interface Span {
  from: number;
  to: number;
  rows: number;
}

/**
 * A direct-mapped cache: each word has one slot, and a newcomer takes it. 256 Ki slots, 16 MiB. It changes speed
 * only: the rows are those that would be looked up.
 */
export class WordCache {
  private readonly slots = new Int32Array(SLOTS * SLOT);
  private readonly units = new Uint16Array(this.slots.buffer);

  /** Appends the rows of the word at [from, to) of `text`, whose hash is given. False when it is not there. */
  append(hash: number, text: Uint16Array, span: Span, rows: RowList): boolean {
    const { slots, units } = this;
    const slot = slotOf(hash);
    const { from, to } = span;
    const length = to - from;
    const key = slot * 2;
    if (units[key] !== length) return false;
    for (let i = 0; i < length; i++) if (units[key + KEY + i] !== text[from + i]) return false;
    const count = units[key + 1] as number;
    rows.grow(count);
    const { values } = rows;
    const at = rows.length;
    for (let i = 0; i < count; i++) values[at + i] = slots[slot + ROWS + i] as number;
    rows.length = at + count;
    return true;
  }

  /** Keeps the word at [from, to) of `text`, whose rows are those of `rows` from `span.rows` on. Large ones are not kept. */
  keep(hash: number, text: Uint16Array, span: Span, rows: RowList): void {
    const { slots, units } = this;
    const length = span.to - span.from;
    const count = rows.length - span.rows;
    if (length > LONGEST || count > MOST_ROWS) return;
    const slot = slotOf(hash);
    const key = slot * 2;
    units[key] = length;
    units[key + 1] = count;
    for (let i = 0; i < length; i++) units[key + KEY + i] = text[span.from + i] as number;
    for (let i = 0; i < count; i++) slots[slot + ROWS + i] = rows.values[span.rows + i] as number;
  }
}

function slotOf(hash: number): number {
  return ((hash ^ (hash >>> 15)) & (SLOTS - 1)) * SLOT;
}
