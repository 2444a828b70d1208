/** Counts the n-grams of a sequence of symbols: of the characters of a text, or of its words. */

const BASE = 0x01000193;
/** Memory for up to this many n-grams is kept for the next sequence. */
const KEPT = 1 << 18;

/** Holds working memory, so one per thread. Its answers do not depend on earlier sequences. */
export class NgramCounter {
  private kept = new NgramTable(1024);

  /** How often each n-gram occurs, in the order of their first places; valid until the next call. */
  count(symbols: Int32Array, n: number): Int32Array {
    const places = symbols.length - n + 1;
    if (places <= 0) return new Int32Array(0);
    const table = this.table(places);
    table.begin(symbols, n);
    const out = power(n);
    let hash = 0;
    let earlier = -1;
    for (let i = 0; i < symbols.length; i++) {
      hash = (Math.imul(hash, BASE) + (symbols[i] as number)) | 0;
      if (i >= n) hash = (hash - Math.imul(symbols[i - n] as number, out)) | 0;
      if (i >= n - 1) earlier = table.add(i - n + 1, hash, earlier);
    }
    return table.result();
  }

  private table(places: number): NgramTable {
    if (places <= this.kept.places) return this.kept;
    const table = new NgramTable(2 ** Math.ceil(Math.log2(places)));
    if (places <= KEPT) this.kept = table;
    return table;
  }
}

/** A hash table with open addressing. Its keys are places in the sequence. */
class NgramTable {
  /** Number of an n-gram plus one; 0: free. */
  private readonly slots: Int32Array;
  private readonly hashes: Int32Array;
  /** Where each n-gram was seen last. */
  private readonly last: Int32Array;
  private readonly counts: Int32Array;
  private symbols: Int32Array = new Int32Array(0);
  private n = 0;
  private mask = 0;
  private found = 0;

  constructor(readonly places: number) {
    this.slots = new Int32Array(4 * places);
    this.hashes = new Int32Array(places);
    this.last = new Int32Array(places);
    this.counts = new Int32Array(places);
  }

  begin(symbols: Int32Array, n: number): void {
    this.symbols = symbols;
    this.n = n;
    this.found = 0;
    const used = 2 ** Math.ceil(Math.log2(2 * (symbols.length - n + 1)));
    this.mask = used - 1;
    this.slots.fill(0, 0, used);
  }

  /**
   * Counts the n-gram at a place and gives where it was seen last, −1 for the first time. `before` is what this gave for
   * the place before: an n-gram that goes on from there needs no comparison but that of its last symbol.
   */
  add(at: number, hash: number, before: number): number {
    let slot = spread(hash) & this.mask;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & this.mask) {
      const id = (this.slots[slot] as number) - 1;
      if (this.hashes[id] !== hash) continue;
      const other = this.last[id] as number;
      const known = before !== -1 && other === before + 1 ? this.n - 1 : 0;
      if (!this.isSame(at, other, known)) continue;
      this.last[id] = at;
      this.counts[id] = (this.counts[id] as number) + 1;
      return other;
    }
    const id = this.found++;
    this.slots[slot] = this.found;
    this.hashes[id] = hash;
    this.last[id] = at;
    this.counts[id] = 1;
    return -1;
  }

  result(): Int32Array {
    return this.counts.subarray(0, this.found);
  }

  /** Whether two n-grams are equal of which the first `known` symbols are. */
  private isSame(a: number, b: number, known: number): boolean {
    for (let k = known; k < this.n; k++) {
      if (this.symbols[a + k] !== this.symbols[b + k]) return false;
    }
    return true;
  }
}

/** `BASE ** n`, by squaring. */
function power(n: number): number {
  let result = 1;
  for (let square = BASE, rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 16);
}
