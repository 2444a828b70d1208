/** Compresses with zstd, for which Node has no encoder before version 22.15. */
import { compress, init } from '@bokuweb/zstd-wasm';

const LEVEL = 3;
let ready: Promise<void> | undefined;

/** Gives a function that makes one zstd frame of some bytes; frames behind each other are a zstd file too. Equal bytes give equal frames. */
export async function zstdEncoder(): Promise<(bytes: Uint8Array) => Uint8Array> {
  await (ready ??= init());
  return (bytes) => compress(bytes, LEVEL);
}
