/** Cuts a text by a unigram model: the pieces whose scores have the largest sum, by Viterbi's algorithm. */
import type { ByteTrie } from './byte-trie.js';
import { NONE, ROOT } from './byte-trie.js';
import type { Cut, Cutter } from './cut.js';
import { PIECE, type Piece } from './model-file.js';
import { characterLength } from './utf8.js';
import { trieOf, unknownId } from './vocabulary.js';

/** How much less than the worst piece a character that no piece has is worth. */
const UNKNOWN_PENALTY = 10;

/** Sums are kept in single precision, and the first of equal ones is taken, as SentencePiece does. Holds working memory: one per thread. */
export class UnigramCutter implements Cutter {
  private readonly trie: ByteTrie;
  private readonly scores: Float64Array;
  private readonly types: Uint8Array;
  private readonly unknown: number;
  private readonly unknownScore: number;
  private readonly greatest: number;
  private sums = new Float32Array(0);
  private starts = new Int32Array(0);
  private ids = new Int32Array(0);

  constructor(pieces: readonly Piece[]) {
    const normal = pieces.filter(({ type }) => type === PIECE.normal).map(({ score }) => score);
    this.trie = trieOf(pieces, (type) => isWhole(type) && type !== PIECE.unused);
    this.scores = Float64Array.from(pieces, ({ score }) => score);
    this.types = Uint8Array.from(pieces, ({ type }) => type);
    this.unknown = unknownId(pieces);
    this.greatest = normal.reduce((a, b) => Math.max(a, b), -Infinity);
    this.unknownScore = Math.fround(normal.reduce((a, b) => Math.min(a, b), Infinity) - UNKNOWN_PENALTY);
  }

  cut(bytes: Uint8Array, length: number): Cut {
    this.begin(length);
    for (let at = 0; at < length;) {
      const next = at + characterLength(bytes[at] as number);
      const sum = this.sums[at] as number;
      if (!this.offerPieces(bytes, length, at, next))
        this.offer(next, at, Math.fround(sum + this.unknownScore), this.unknown);
      at = next;
    }
    return this.path(length);
  }

  private begin(length: number): void {
    if (this.sums.length <= length) {
      this.sums = new Float32Array(length * 2 + 2);
      this.starts = new Int32Array(length * 2 + 2);
      this.ids = new Int32Array(length * 2 + 2);
    }
    this.starts.fill(NONE, 0, length + 1);
    this.sums[0] = 0;
  }

  /** Tries every piece that starts at a place; tells whether one of them is its first character. */
  private offerPieces(bytes: Uint8Array, length: number, at: number, next: number): boolean {
    const { trie } = this;
    const sum = this.sums[at] as number;
    let single = false;
    let node = ROOT;
    for (let end = at + 1; end <= length; end++) {
      node = trie.step(node, bytes[end - 1] as number);
      if (node === NONE) break;
      const id = trie.numberAt(node);
      if (id === NONE) continue;
      this.offer(end, at, Math.fround(this.scoreOf(id, end - at) + sum), id);
      if (end === next) single = true;
    }
    return single;
  }

  /** Symbols of the user get a bonus that makes them win always. */
  private scoreOf(id: number, length: number): number {
    return this.types[id] === PIECE.userDefined
      ? Math.fround(length * this.greatest) - 0.1
      : (this.scores[id] as number);
  }

  private offer(end: number, start: number, sum: number, id: number): void {
    if (this.starts[end] !== NONE && !(sum > (this.sums[end] as number))) return;
    this.sums[end] = sum;
    this.starts[end] = start;
    this.ids[end] = id;
  }

  private path(length: number): Cut {
    const cut: Cut = { ids: [], ends: [] };
    for (let end = length; end > 0; end = this.starts[end] as number) {
      cut.ends.push(end);
      cut.ids.push(this.ids[end] as number);
    }
    cut.ends.reverse();
    cut.ids.reverse();
    return cut;
  }
}

function isWhole(type: number): boolean {
  return type === PIECE.normal || type === PIECE.userDefined || type === PIECE.unused;
}
