/** Reads KenLM's binary files of type `probing`, the one that `build_binary` makes unless it is told otherwise. */
import { Buffer } from 'node:buffer';
import { modelFault } from './fault.js';
import { hashWord } from './hash.js';
import { UNKNOWN, type LanguageModelData } from './model.js';
import { KEY_UNITS, ProbingTable, type Words } from './probing-table.js';

const MAGIC = 'mmap lm http://kheafield.com/code format version 5\n\0';
const START = MAGIC.slice(0, 33);
/** Bytes of the part that tells word sizes and the like; the parameters follow it. */
const SANITY = 88;
const PARAMETERS = 20;
const TYPES = ['probing', 'rest probing', 'trie', 'quantised trie', 'array trie', 'quantised array trie'];
const MAX_ORDER = 20;
const UNIT = 4;
/** Units of an entry with a key and one value, and with two. */
const ONE_VALUE = KEY_UNITS + 1;
const TWO_VALUES = KEY_UNITS + 2;

/** Whether bytes start as KenLM's binary files do. */
export function isBinary(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, START.length)).toString('latin1') === START;
}

/**
 * The model in the bytes of a file, which are used as they are: nothing is copied.
 * @throws JuicerError E_RECIPE when it is damaged or of another type.
 */
export function readBinary(bytes: Uint8Array, file: string): LanguageModelData {
  const { order, multiplier, counts } = readHeader(bytes, file);
  const memory = asWords(bytes);
  let at = Math.ceil((SANITY + PARAMETERS + 8 * order) / 8) * 2;
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
  if (at * UNIT > bytes.length) modelFault(file, 'ends too soon: it is damaged');
  const most = counts[0] as number;
  const wordNumber = (word: string): number => {
    const { high, low } = hashWord(word);
    const found = words.find(high, low);
    const number = found < 0 ? UNKNOWN : (memory.ints[found + KEY_UNITS] as number) >>> 0;
    return number <= most ? number : UNKNOWN;
  };
  return { order, wordNumber, unigrams: memory, unigramBase, middles, longest };
}

interface Header {
  order: number;
  multiplier: number;
  counts: number[];
}

function readHeader(bytes: Uint8Array, file: string): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < SANITY + PARAMETERS) modelFault(file, 'ends too soon: it is damaged');
  if (
    Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC ||
    view.getFloat32(60, true) !== 1
  )
    modelFault(file, 'has another version of the format, or another byte order, than KenLM has today');
  const order = view.getUint8(SANITY);
  const multiplier = view.getFloat32(SANITY + 4, true);
  const type = view.getUint32(SANITY + 8, true);
  if (type !== 0) modelFault(file, `is of type ${TYPES[type] ?? type}: only ARPA and probing are supported`);
  if (order < 2 || order > MAX_ORDER || !(multiplier >= 1) || bytes.length < SANITY + PARAMETERS + 8 * order)
    modelFault(file, 'is damaged');
  const counts = Array.from({ length: order }, (_, i) =>
    Number(view.getBigUint64(SANITY + PARAMETERS + 8 * i, true)),
  );
  if (counts.some((count) => count > bytes.length)) modelFault(file, 'is damaged');
  return { order, multiplier, counts };
}

function asWords(bytes: Uint8Array): Words {
  const aligned = bytes.byteOffset % UNIT === 0 ? bytes : Uint8Array.from(bytes);
  const size = Math.floor(aligned.length / UNIT);
  const { buffer, byteOffset } = aligned;
  return {
    ints: new Int32Array(buffer, byteOffset, size),
    floats: new Float32Array(buffer, byteOffset, size),
  };
}
