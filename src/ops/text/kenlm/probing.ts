/** KenLM's binary files of type `probing`, the one that `build_binary` makes unless it is told otherwise. */
import type { BinaryModel } from './binary-header.js';
import { modelFault } from './fault.js';
import { hashWord } from './hash.js';
import { HashedTables } from './hashed-tables.js';
import { UNKNOWN, type NgramTables } from './model.js';
import { KEY_UNITS, ProbingTable, type Words } from './probing-table.js';

const UNIT = 4;
/** Units of an entry with a key and one value, and with two. */
const ONE_VALUE = KEY_UNITS + 1;
const TWO_VALUES = KEY_UNITS + 2;

/**
 * The tables in the bytes of a file.
 * @throws JuicerError E_RECIPE when it is damaged.
 */
export function readProbing({ bytes, file, from, multiplier, counts }: BinaryModel): NgramTables {
  const order = counts.length;
  const memory = asWords(bytes);
  let at = from / UNIT;
  const table = (count: number, stride: number): ProbingTable => {
    const buckets = Math.max(count + 1, Math.trunc(Math.fround(multiplier * Math.fround(count))));
    const made = new ProbingTable(memory, at, buckets, stride);
    at += buckets * stride;
    return made;
  };
  // Version and number of words stand before the words.
  at += 2;
  const words = table(counts[0] as number, ONE_VALUE);
  const unigramBase = at;
  at += 2 * ((counts[0] as number) + 1);
  const middles = counts.slice(1, -1).map((count) => table(count, TWO_VALUES));
  const longest = table(counts[order - 1] as number, ONE_VALUE);
  if (at * UNIT > bytes.byteLength) modelFault(file, 'ends too soon: it is damaged');
  const most = counts[0] as number;
  const wordNumber = (word: string): number => {
    const { high, low } = hashWord(word);
    const found = words.find(high, low);
    const number = found < 0 ? UNKNOWN : (memory.ints[found + KEY_UNITS] as number) >>> 0;
    return number <= most ? number : UNKNOWN;
  };
  return new HashedTables({ order, wordNumber, unigrams: memory, unigramBase, middles, longest });
}

function asWords(bytes: ArrayBufferView): Words {
  const aligned = bytes.byteOffset % UNIT === 0 ? bytes : copyOf(bytes);
  const { buffer, byteOffset, byteLength } = aligned;
  const size = Math.floor(byteLength / UNIT);
  return {
    ints: new Int32Array(buffer, byteOffset, size),
    floats: new Float32Array(buffer, byteOffset, size),
  };
}

function copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}
