/** KenLM's hashes, in 64 bits as two halves of 32. */
import { Buffer } from 'node:buffer';

const LEFT = halves(8978948897894561157n);
const RIGHT = halves(17894857484156487943n);
const MURMUR = 0xc6a4a7935bd1e995n;
const MASK = 0xffffffffffffffffn;

interface Halves {
  high: number;
  low: number;
}

/** The two halves of a number of 64 bits, signed. */
function halves(value: bigint): Halves {
  return { high: Number(BigInt.asIntN(32, value >> 32n)), low: Number(BigInt.asIntN(32, value)) };
}

/** Hash of a sequence of word numbers, last word first. */
export class NgramHash {
  high = 0;
  low = 0;

  /** The hash of one word: its number. */
  start(word: number): void {
    this.high = 0;
    this.low = word | 0;
  }

  /** The hash with the word before. */
  combine(word: number): void {
    const { high, low } = this;
    const next = (word + 1) | 0;
    this.low = Math.imul(low, LEFT.low) ^ Math.imul(next, RIGHT.low);
    this.high =
      (highProduct(low, LEFT.low) + Math.imul(low, LEFT.high) + Math.imul(high, LEFT.low)) ^
      (highProduct(next, RIGHT.low) + Math.imul(next, RIGHT.high));
  }
}

/** Upper half of the product of two unsigned halves. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + (middle >>> 16) + ((a0 * b1 + (middle & 0xffff)) >>> 16)) | 0;
}

/** Remainder of an unsigned number of 64 bits; `divisor` is below 2^37. */
export function remainder(high: number, low: number, divisor: number): number {
  const first = ((high >>> 0) % divisor) * 65536 + (low >>> 16);
  return ((first % divisor) * 65536 + (low & 0xffff)) % divisor;
}

/** Hash of a word as KenLM's binary files have it: MurmurHash64A of its UTF-8. */
export function hashWord(word: string): Halves {
  const bytes = Buffer.from(word, 'utf8');
  const whole = bytes.length - (bytes.length % 8);
  let hash = (BigInt(bytes.length) * MURMUR) & MASK;
  for (let i = 0; i < whole; i += 8) {
    let block = (bytes.readBigUInt64LE(i) * MURMUR) & MASK;
    block = ((block ^ (block >> 47n)) * MURMUR) & MASK;
    hash = ((hash ^ block) * MURMUR) & MASK;
  }
  if (whole < bytes.length) {
    let rest = 0n;
    for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8n) | BigInt(bytes[i] as number);
    hash = ((hash ^ rest) * MURMUR) & MASK;
  }
  hash = ((hash ^ (hash >> 47n)) * MURMUR) & MASK;
  return halves(hash ^ (hash >> 47n));
}
