/** A model's replacements of characters (Unicode normalisation and the like), as SentencePiece compiles them into the model. */

const HEADER = 4;

/** A double-array trie of what is replaced; its values are places in a list of NUL-terminated replacements. */
export class Charsmap {
  private readonly units: Uint32Array;
  private readonly replacements: Uint8Array;
  /** Length and replacement of what {@link find} found last. */
  length = 0;
  from = 0;
  to = 0;

  /** @throws RangeError when the bytes are no such table. */
  constructor(blob: Uint8Array) {
    const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
    const size = blob.length < HEADER ? 0 : view.getUint32(0, true);
    if (size < 4 || size % 4 !== 0 || HEADER + size >= blob.length) throw new RangeError('no table');
    this.units = new Uint32Array(size / 4);
    for (let i = 0; i < this.units.length; i++) this.units[i] = view.getUint32(HEADER + 4 * i, true);
    this.replacements = blob.subarray(HEADER + size);
  }

  /** All replacements; that of the last match is [from, to) of it. */
  get bytes(): Uint8Array {
    return this.replacements;
  }

  /** Whether something that is to be replaced starts at `at`; the longest such counts. */
  find(text: Uint8Array, at: number, end: number): boolean {
    const { units } = this;
    let position = offset(units[0] as number);
    let value = -1;
    for (let i = at; i < end; i++) {
      position ^= text[i] as number;
      const unit = units[position];
      if (unit === undefined || (unit & 0x800000ff) >>> 0 !== text[i]) break;
      position ^= offset(unit);
      if ((unit & 0x100) === 0) continue;
      value = (units[position] ?? 0) & 0x7fffffff;
      this.length = i + 1 - at;
    }
    if (value < 0) return false;
    this.from = value;
    const nul = this.replacements.indexOf(0, value);
    this.to = nul < 0 ? this.replacements.length : nul;
    return true;
  }
}

function offset(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
