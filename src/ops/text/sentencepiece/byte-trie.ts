/** Finds the pieces that start at a place of UTF-8 bytes: a trie whose edges are in one hash table. */

const FREE = -1;
/** Edges are numbered node · 256 + byte in 31 bits. */
const MAX_NODES = 1 << 23;

/** The root of every {@link ByteTrie}. */
export const ROOT = 0;
/** There is no such edge, or a node is the end of no word. */
export const NONE = -1;

/** A trie over words of bytes; each word has the number that it came with. */
export class ByteTrie {
  private readonly keys: Int32Array;
  private readonly targets: Int32Array;
  private readonly shift: number;
  private readonly numbers: Int32Array;
  private nodes = 1;

  /** Of words that come twice the later number counts. */
  constructor(words: readonly (readonly [word: Uint8Array, number: number])[]) {
    const most = words.reduce((sum, [word]) => sum + word.length, 1);
    if (most > MAX_NODES) throw new RangeError('vocabulary is too large');
    const bits = Math.ceil(Math.log2(most * 2)) + 1;
    this.shift = 32 - bits;
    this.keys = new Int32Array(2 ** bits).fill(FREE);
    this.targets = new Int32Array(2 ** bits);
    this.numbers = new Int32Array(most).fill(NONE);
    for (const [word, number] of words) this.add(word, number);
  }

  /** The node one byte further; {@link NONE} when no word goes on so. */
  step(node: number, byte: number): number {
    const key = node * 256 + byte;
    const slot = this.slot(key);
    return this.keys[slot] === key ? (this.targets[slot] as number) : NONE;
  }

  /** Number of the word that ends at a node; {@link NONE} when none does. */
  numberAt(node: number): number {
    return this.numbers[node] as number;
  }

  /** Number of the word that is exactly the bytes [from, to); {@link NONE} when there is none. */
  find(bytes: Uint8Array, from: number, to: number): number {
    let node = ROOT;
    for (let i = from; i < to; i++) {
      node = this.step(node, bytes[i] as number);
      if (node === NONE) return NONE;
    }
    return this.numberAt(node);
  }

  /** Length of the longest word that starts at `from`; 0 when none does. */
  longest(bytes: Uint8Array, from: number, end: number): number {
    let node = ROOT;
    let length = 0;
    for (let i = from; i < end; i++) {
      node = this.step(node, bytes[i] as number);
      if (node === NONE) break;
      if (this.numberAt(node) !== NONE) length = i + 1 - from;
    }
    return length;
  }

  private add(word: Uint8Array, number: number): void {
    let node = ROOT;
    for (const byte of word) {
      const key = node * 256 + byte;
      const slot = this.slot(key);
      if (this.keys[slot] === FREE) {
        this.keys[slot] = key;
        this.targets[slot] = this.nodes++;
      }
      node = this.targets[slot] as number;
    }
    this.numbers[node] = number;
  }

  /** Where an edge is, or where it would be put. */
  private slot(key: number): number {
    const { keys } = this;
    let slot = Math.imul(key, 0x9e3779b1) >>> this.shift;
    while (keys[slot] !== FREE && keys[slot] !== key) slot = (slot + 1) & (keys.length - 1);
    return slot;
  }
}
