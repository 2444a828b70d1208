/** Bytes that are taken one after the other, packed or not. No more of them is in memory than is asked for, and a little. */
import { Gunzip } from 'fflate';
import { damaged } from './damaged.js';

/** See above. */
export interface Source {
  /** The next bytes; fewer at the end. */
  take(count: number): Uint8Array;
  /** Passes over bytes; gives how many there were. */
  skip(count: number): number;
}

/** Packed bytes that are unpacked at a time; they may become a thousand times as many. */
const STEP = 8 * 1024;

/** The bytes as they are. */
export function plainSource(bytes: Uint8Array): Source {
  let at = 0;
  const pass = (count: number): number => {
    const passed = Math.min(count, bytes.length - at);
    at += passed;
    return passed;
  };
  return {
    take: (count) => bytes.subarray(at, at + pass(count)),
    skip: pass,
  };
}

/** The bytes that gzip packed. */
export function gzipSource(packed: Uint8Array): Source {
  const unpacked: Uint8Array[] = [];
  const gunzip = new Gunzip((chunk) => void unpacked.push(chunk));
  let fed = 0;
  /** Whether there is something to take now. */
  const fill = (): boolean => {
    while (fed < packed.length && unpacked.every(({ length }) => length === 0)) {
      unpacked.length = 0;
      const end = Math.min(fed + STEP, packed.length);
      push(gunzip, packed.slice(fed, end), end === packed.length);
      fed = end;
    }
    return unpacked.some(({ length }) => length > 0);
  };
  /** Hands over what comes next, at most so much. */
  const next = (count: number): Uint8Array => {
    const first = unpacked.shift() ?? new Uint8Array();
    if (first.length > count) unpacked.unshift(first.subarray(count));
    return first.subarray(0, count);
  };
  const pass = (count: number, use: (piece: Uint8Array) => void): number => {
    let passed = 0;
    while (passed < count && fill()) {
      const piece = next(count - passed);
      use(piece);
      passed += piece.length;
    }
    return passed;
  };
  return {
    take: (count) => {
      const pieces: Uint8Array[] = [];
      pass(count, (piece) => void pieces.push(piece));
      return joined(pieces);
    },
    skip: (count) => pass(count, () => undefined),
  };
}

function push(gunzip: Gunzip, piece: Uint8Array, isLast: boolean): void {
  try {
    gunzip.push(piece, isLast);
  } catch (error) {
    throw damaged(`is no gzip file, or is damaged: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
