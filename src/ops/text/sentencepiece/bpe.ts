/** Cuts a text by a BPE model: neighbours are merged as long as a piece of the vocabulary comes out, the best piece first. */
import type { ByteTrie } from './byte-trie.js';
import { NONE } from './byte-trie.js';
import type { Cut, Cutter } from './cut.js';
import { MergeQueue } from './merge-queue.js';
import { PIECE, type Piece } from './model-file.js';
import { characterLength } from './utf8.js';
import { trieOf, unknownId } from './vocabulary.js';

/** Holds working memory: one per thread. */
export class BpeCutter implements Cutter {
  private readonly trie: ByteTrie;
  private readonly scores: Float32Array;
  private readonly unused: Uint8Array;
  private readonly unknown: number;
  private readonly queue = new MergeQueue();
  private bytes: Uint8Array = new Uint8Array(0);
  /** Symbols by the place where they start: where they end (0: no symbol), and where the one before starts. */
  private ends = new Int32Array(0);
  private before = new Int32Array(0);
  private frozen = new Uint8Array(0);
  /** How a piece that is not to be used was made: place of the cut within it, by its number. */
  private cuts = new Map<number, number>();

  /** `fixed` are symbols of the user, which are never merged. */
  constructor(
    pieces: readonly Piece[],
    private readonly fixed: ByteTrie,
  ) {
    this.trie = trieOf(pieces, (t) => t === PIECE.normal || t === PIECE.userDefined || t === PIECE.unused);
    this.scores = Float32Array.from(pieces, ({ score }) => score);
    this.unused = Uint8Array.from(pieces, ({ type }) => (type === PIECE.unused ? 1 : 0));
    this.unknown = unknownId(pieces);
  }

  cut(bytes: Uint8Array, length: number): Cut {
    this.bytes = bytes;
    this.cuts.clear();
    this.begin(length);
    for (let at = 0; at < length; at = this.ends[at] as number) this.consider(at, length);
    for (let top = this.queue.pop(); top !== null; top = this.queue.pop())
      this.merge(top.left, top.end, length);
    const cut: Cut = { ids: [], ends: [] };
    for (let at = 0; at < length; at = this.ends[at] as number) this.give(at, this.ends[at] as number, cut);
    return cut;
  }

  /** One symbol per character, or per symbol of the user. */
  private begin(length: number): void {
    if (this.ends.length <= length) {
      this.ends = new Int32Array(length * 2 + 2);
      this.before = new Int32Array(length * 2 + 2);
      this.frozen = new Uint8Array(length * 2 + 2);
    }
    this.queue.clear();
    let last = NONE;
    for (let at = 0; at < length;) {
      const fixed = this.fixed.longest(this.bytes, at, length);
      const end = at + (fixed > 0 ? fixed : characterLength(this.bytes[at] as number));
      this.ends.fill(0, at, end);
      this.ends[at] = end;
      this.before[at] = last;
      this.frozen[at] = fixed > 0 ? 1 : 0;
      last = at;
      at = end;
    }
  }

  /** Queues the merge of the symbol at a place with the next one, if a piece comes out. */
  private consider(left: number, length: number): void {
    const right = this.ends[left] as number;
    if (right >= length || this.frozen[left] === 1 || this.frozen[right] === 1) return;
    const end = this.ends[right] as number;
    const id = this.trie.find(this.bytes, left, end);
    if (id === NONE) return;
    if (this.unused[id] === 1) this.cuts.set(id, right - left);
    this.queue.push(this.scores[id] as number, left, end);
  }

  private merge(left: number, end: number, length: number): void {
    const right = this.ends[left] as number;
    // A symbol that is gone, or the pair as it was before another merge.
    if (right === 0 || right >= length || this.ends[right] !== end) return;
    this.ends[left] = end;
    this.ends[right] = 0;
    if (end < length) this.before[end] = left;
    const previous = this.before[left] as number;
    if (previous !== NONE) this.consider(previous, length);
    this.consider(left, length);
  }

  /** Appends a symbol; one that is not to be used is taken apart again. */
  private give(from: number, to: number, cut: Cut): void {
    const id = this.trie.find(this.bytes, from, to);
    const middle = id !== NONE && this.unused[id] === 1 ? this.cuts.get(id) : undefined;
    if (middle === undefined) {
      cut.ids.push(id === NONE ? this.unknown : id);
      cut.ends.push(to);
      return;
    }
    this.give(from, from + middle, cut);
    this.give(from + middle, to, cut);
  }
}
