/** The start of KenLM's binary files: what all types have in common. */
import { modelFault } from './fault.js';

/** Bytes of the part that tells word sizes and the like; the parameters follow it. */
export const SANITY = 88;
/** Bytes of the parameters; the numbers of n-grams follow them. */
export const PARAMETERS = 20;
const MAX_ORDER = 20;

/** A binary file behind its start. */
export interface BinaryModel {
  bytes: ArrayBufferView;
  /** Its name, for errors. */
  file: string;
  /** Where what the type says begins: a multiple of 8. */
  from: number;
  /** Buckets per entry of a hash table. */
  multiplier: number;
  /** Numbers of n-grams, by their length; words first. */
  counts: readonly number[];
}

/**
 * The numbers of n-grams in a file of at least the bytes above.
 * @throws JuicerError E_RECIPE when they cannot be.
 */
export function readHeader(view: DataView, bytes: ArrayBufferView, file: string): BinaryModel {
  const order = view.getUint8(SANITY);
  const multiplier = view.getFloat32(SANITY + 4, true);
  const counted = SANITY + PARAMETERS;
  if (order < 2 || order > MAX_ORDER || !(multiplier >= 1) || bytes.byteLength < counted + 8 * order)
    modelFault(file, 'is damaged');
  const counts = Array.from({ length: order }, (_, i) => Number(view.getBigUint64(counted + 8 * i, true)));
  if (counts.some((count) => count > 8 * bytes.byteLength)) modelFault(file, 'is damaged');
  return { bytes, file, from: Math.ceil((counted + 8 * order) / 8) * 8, multiplier, counts };
}
