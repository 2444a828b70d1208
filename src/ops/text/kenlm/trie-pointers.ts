/** What leads from an n-gram of a trie to the longer ones: the place of the first of them; the next n-gram's is where they end. */
import { bitsFor, type Bits } from './bits.js';

const LONG = 8;

/** Reads pointers. */
export interface Pointers {
  /** Bits that one takes beside its n-gram. */
  size: number;
  /** The pointer of the n-gram of a number, from the bit on where it begins, counted from byte `base`. */
  read(index: number, base: number, bit: number): number;
}

/** Pointers into so many n-grams that stand as they are. */
export function inlinePointers(bits: Bits, following: number): Pointers {
  const size = bitsFor(following);
  return { size, read: (_index, base, bit) => bits.number(base, bit, size) };
}

/** Of n-grams of one length and of the longer ones, how many; the most bits that may be left out. */
export interface ArraySizes {
  count: number;
  following: number;
  chopLimit: number;
}

/**
 * Pointers without their upper bits: those never fall from one n-gram to the next, so an array tells from which n-gram on each
 * value holds. It stands behind a header of 8 bytes at the next multiple of 8 from byte `at` on; `bytes` is what all of it takes.
 */
export function arrayPointers(
  bits: Bits,
  at: number,
  sizes: ArraySizes,
): { pointers: Pointers; bytes: number } {
  const required = bitsFor(sizes.following);
  const size = required - choppedBits(required, sizes);
  const length = Math.floor(sizes.following / 2 ** size) + 1;
  const begin = Math.ceil(at / LONG) * LONG + LONG;
  const read = (index: number, base: number, bit: number): number =>
    upperBits(bits, { begin, length, index }) * 2 ** size + bits.number(base, bit, size);
  return { pointers: { size, read }, bytes: LONG * (1 + length) + LONG - 1 };
}

/** As many as make array and n-grams together smallest; of equal numbers the least. */
function choppedBits(required: number, { count, following, chopLimit }: ArraySizes): number {
  let best = 0;
  let least = Infinity;
  for (let chop = 0; chop <= Math.min(required, chopLimit); chop++) {
    const change = Math.floor(following / 2 ** (required - chop)) * 64 - (count + 1) * chop;
    if (change < least) [least, best] = [change, chop];
  }
  return best;
}

/** The last place of the array, whose numbers grow, with a number that is not above `index`. */
function upperBits(
  bits: Bits,
  { begin, length, index }: { begin: number; length: number; index: number },
): number {
  let from = 0;
  let to = length;
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (bits.long(begin + LONG * middle) <= index) from = middle;
    else to = middle;
  }
  return from;
}
