/** Compression of Arrow's buffers, for all that write or read Arrow files in this thread: the library has none of its own. */
import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import lz4 from 'lz4-napi';
import { zstdEncoder } from '../zstd.js';

let ready: Promise<void> | undefined;

/** Makes LZ4 frames and zstd known to the library; at most once. */
export function registerArrowCodecs(): Promise<void> {
  return (ready ??= register());
}

/** What is decompressed is copied: columns of wide values take no bytes that stand at an odd place in memory. */
async function register(): Promise<void> {
  const zstd = await zstdEncoder();
  compressionRegistry.set(CompressionType.ZSTD, {
    encode: zstd,
    decode: (bytes) => new Uint8Array(unzstd(bytes)),
  });
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    encode: (bytes) => lz4.compressFrameSync(bufferOf(bytes)),
    decode: (bytes) => new Uint8Array(lz4.decompressFrameSync(bufferOf(bytes))),
  });
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
