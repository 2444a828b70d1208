/** Numbers that are packed bit by bit, the lowest bit first, as KenLM's tries have them. */

const WORD = 32;
const HIGH = 2 ** 32;

/** Bits that it takes to hold numbers up to `max`. */
export function bitsFor(max: number): number {
  let bits = 0;
  for (let rest = max; rest >= 1; rest /= 2) bits++;
  return bits;
}

/** Reads the bytes of a file in place. Behind the last number there have to be eight bytes more. */
export class Bits {
  private readonly view: DataView;
  private readonly float = new DataView(new ArrayBuffer(4));

  constructor(bytes: ArrayBufferView) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A byte. */
  byte(at: number): number {
    return this.view.getUint8(at);
  }

  /** A float at a byte. */
  floatAt(at: number): number {
    return this.view.getFloat32(at, true);
  }

  /** Half of a whole number of 64 bits, from a byte on. */
  half(at: number): number {
    return this.view.getUint32(at, true);
  }

  /** A whole number of 64 bits at a byte; exact up to 2^53. */
  long(at: number): number {
    return this.half(at) + this.half(at + 4) * HIGH;
  }

  /** A number of at most 57 bits, from a bit on that is counted from byte `base`; exact up to 2^53. */
  number(base: number, bit: number, size: number): number {
    if (size <= WORD) return this.low(base, bit, size);
    return this.low(base, bit, WORD) + this.low(base, bit + WORD, size - WORD) * HIGH;
  }

  /** A float whose sign may be left out, as it is always negative: then it has 31 bits. */
  float32(base: number, bit: number, size: 31 | 32): number {
    const read = this.low(base, bit, size);
    this.float.setUint32(0, size === WORD ? read : (read | 0x80000000) >>> 0);
    return this.float.getFloat32(0);
  }

  /** A number of at most 32 bits. */
  private low(base: number, bit: number, size: number): number {
    if (size === 0) return 0;
    const shift = bit % 8;
    const at = base + (bit - shift) / 8;
    let read = this.half(at) >>> shift;
    if (shift + size > WORD) read |= this.byte(at + 4) << (WORD - shift);
    return size === WORD ? read >>> 0 : read & ~(-1 << size);
  }
}
