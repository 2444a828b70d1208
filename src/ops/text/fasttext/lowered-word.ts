/** One word of a text, lower-cased and in UTF-8, with fastText's word marks around it. */
import { lower } from '../python.js';

const LESS = 0x3c;
const GREATER = 0x3e;
/** In the table: this code unit cannot be lower-cased by itself (final sigma, dotted capital I, surrogates). */
const BY_CONTEXT = 0;

/** A buffer for one word at a time, `<word>`. */
export class LoweredWord {
  /** UTF-8, as the signed bytes that fastText hashes; a NUL after the last. */
  bytes = new Int8Array(1024);
  /** How many of them are the word with its marks. */
  length = 0;
  private readonly small = smallLetters();

  /** Takes the word at code units [from, to) of a text, of which `units` is a copy. A lone surrogate becomes U+FFFD. */
  set(text: string, units: Uint16Array, from: number, to: number): void {
    const room = (to - from) * 4 + 8;
    if (this.bytes.length < room) this.bytes = new Int8Array(room * 2);
    const { bytes, small } = this;
    let at = 0;
    bytes[at++] = LESS;
    for (let i = from; i < to; i++) {
      const unit = small[units[i] as number] as number;
      if (unit === BY_CONTEXT) {
        at = this.encodeByContext(text.slice(from, to));
        break;
      }
      if (unit < 0x80) bytes[at++] = unit;
      else {
        if (unit < 0x800) bytes[at++] = 0xc0 | (unit >> 6);
        else {
          bytes[at++] = 0xe0 | (unit >> 12);
          bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
        }
        bytes[at++] = 0x80 | (unit & 0x3f);
      }
    }
    bytes[at++] = GREATER;
    bytes[at] = 0;
    this.length = at;
  }

  private encodeByContext(word: string): number {
    const { buffer, length } = this.bytes;
    return 1 + Buffer.from(buffer, 1, length - 2).write(lower(word), 'utf8');
  }
}

let table: Uint16Array | undefined;

/** The small letter of each code unit that has one by itself; made once per thread. */
function smallLetters(): Uint16Array {
  if (table) return table;
  table = new Uint16Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) {
    const small = lower(String.fromCharCode(unit));
    const alone = small.length === 1 && unit !== 0x3a3 && (unit & 0xf800) !== 0xd800;
    table[unit] = alone ? small.charCodeAt(0) : BY_CONTEXT;
  }
  return table;
}
