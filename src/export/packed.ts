/** JSON lines as they are, gzipped, or as zstd. */
import zlib from 'node:zlib';
import type { StoreWriter } from '../storage/store.js';
import { zstdEncoder } from '../storage/zstd.js';
import type { ExportWriter, OpenExport } from './writer.js';

/** What is packed at a time: a fixed size, so that the bytes do not depend on how the rows came. */
const BLOCK = 1024 * 1024;

/** JSON lines, byte by byte. */
export const openPlain: OpenExport = (out) => ({
  write: (lines) => out.append(lines),
  end: () => undefined,
});

/** One stream of gzip; its header has no time in it. */
export const openGzip: OpenExport = (out) => {
  const gzip = zlib.createGzip();
  const ready: Buffer[] = [];
  gzip.on('data', (bytes: Buffer) => ready.push(bytes));
  // Told by the callbacks; without a listener it would end the process.
  gzip.on('error', () => undefined);
  const drain = (): void => {
    for (const bytes of ready.splice(0)) out.append(bytes);
  };
  return inBlocks(
    async (block) => {
      await done((told) => gzip.write(block, told));
      drain();
    },
    async () => {
      const ended = new Promise((resolve, reject) => gzip.once('end', resolve).once('error', reject));
      gzip.end();
      await ended;
      drain();
    },
  );
};

function done(start: (told: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

/** Frames of zstd, one behind the other; an export without rows has one that is empty. */
export async function openZstd(): Promise<OpenExport> {
  const frame = await zstdEncoder();
  return (out: StoreWriter) => {
    let empty = true;
    const append = (block: Buffer): void => {
      out.append(frame(block));
      empty = false;
    };
    return inBlocks(append, () => {
      if (empty) append(Buffer.alloc(0));
    });
  };
}

function inBlocks(
  pack: (block: Buffer) => void | Promise<void>,
  finish: () => void | Promise<void>,
): ExportWriter {
  const block = Buffer.allocUnsafe(BLOCK);
  let filled = 0;
  return {
    async write(lines) {
      for (let at = 0; at < lines.length;) {
        const taken = lines.copy(block, filled, at);
        at += taken;
        filled += taken;
        if (filled < BLOCK) continue;
        await pack(block);
        filled = 0;
      }
    },
    async end() {
      if (filled > 0) await pack(block.subarray(0, filled));
      await finish();
    },
  };
}
