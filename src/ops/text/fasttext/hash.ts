/** fastText's string hash: FNV-1a in 32 bits over *signed* bytes. */

/** Hash of no bytes; {@link fnvStep} goes on from it. */
export const FNV_START = 2166136261 | 0;

/** The hash with one more byte. `byte` is signed, −128 to 127. The result is signed: use `>>> 0` for fastText's number. */
export function fnvStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 16777619);
}
