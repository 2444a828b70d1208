/** A byte buffer that grows. */
export class ByteWriter {
  /** The bytes so far are `bytes[0, length)`. */
  bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(capacity, 64));
  }

  /** Makes room for `count` more bytes. The other methods, save {@link copy}, rely on room made before. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, Math.ceil(this.bytes.length * 1.5)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Writes one byte. */
  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Writes a string of ASCII characters. */
  ascii(text: string): void {
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  /** Makes room for and writes `src[start, end)`. */
  copy(src: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    this.length = copyBytes(src, [start, end], this.bytes, this.length);
  }

  /** What was written, without a copy. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Copies `src[start, end)` to `out` at `at` and gives the position after it. Short ranges go byte by byte: a call costs more. */
export function copyBytes(
  src: Uint8Array,
  [start, end]: readonly [number, number],
  out: Uint8Array,
  at: number,
): number {
  const length = end - start;
  if (length > 64) out.set(src.subarray(start, end), at);
  else for (let i = 0; i < length; i++) out[at + i] = src[start + i] as number;
  return at + length;
}
