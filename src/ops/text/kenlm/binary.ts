/** Reads the start of KenLM's binary files, and leaves the rest to the type that it tells. */
import { Buffer } from 'node:buffer';
import { PARAMETERS, readHeader, SANITY } from './binary-header.js';
import { modelFault } from './fault.js';
import type { NgramTables } from './model.js';
import { readProbing } from './probing.js';
import { readTrie } from './trie.js';

const MAGIC = 'mmap lm http://kheafield.com/code format version 5\n\0';
const START = MAGIC.slice(0, 33);
/** The types in the order of their numbers. */
const PROBING = 0;
const REST_PROBING = 1;
const TRIE = 2;
const TRIES = 4;
/** The form of each type that KenLM has today. */
const VERSIONS = { [PROBING]: 0, [TRIE]: 1 };

/** Whether bytes start as KenLM's binary files do. */
export function isBinary(bytes: ArrayBufferView): boolean {
  return startOf(bytes, START.length) === START;
}

function startOf({ buffer, byteOffset, byteLength }: ArrayBufferView, length: number): string {
  return Buffer.from(buffer, byteOffset, Math.min(length, byteLength)).toString('latin1');
}

/**
 * The model in the bytes of a file, which are used as they are: nothing is copied.
 * @throws JuicerError E_RECIPE when it is damaged or of another type.
 */
export function readBinary(bytes: ArrayBufferView, file: string): NgramTables {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < SANITY + PARAMETERS) modelFault(file, 'ends too soon: it is damaged');
  if (startOf(bytes, MAGIC.length) !== MAGIC || view.getFloat32(60, true) !== 1)
    modelFault(file, 'has another version of the format, or another byte order, than KenLM has today');
  const type = view.getUint32(SANITY + 8, true);
  const model = readHeader(view, bytes, file);
  if (type === REST_PROBING) modelFault(file, 'has rest costs, which are not supported');
  if (type >= TRIE + TRIES) modelFault(file, `is of type ${type}, which is not known`);
  const wanted = type === PROBING ? VERSIONS[PROBING] : VERSIONS[TRIE];
  const version = view.getUint32(SANITY + 16, true);
  if (version !== wanted) modelFault(file, `has version ${version} of its type, not ${wanted}`);
  if (type === PROBING) return readProbing(model);
  return readTrie(model, { isQuantised: (type - TRIE) % 2 === 1, hasArrays: type - TRIE >= 2 });
}
