/** The content of an input file in order, decompressed where it is compressed: one pass, one chunk in memory. */
import { once } from 'node:events';
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import type { ColumnarChunk } from './columnar.js';
import { JuicerError } from '../model/errors.js';
import type { InputPacking } from '../model/plan.js';
import { disk, type DiskFile } from '../storage/disk.js';
import { diskErrors, isFinal, systemCode } from '../storage/disk-error.js';

const CHUNK = 4 * 1024 * 1024;
/** Of compressed bytes less is taken at a time: what they hold may be many times as large. */
const COMPRESSED_CHUNK = 256 * 1024;

const BOM = Buffer.from('\uFEFF');
const SPACES: readonly number[] = [0x20, 0x09, 0x0a, 0x0d];

/** Some of a file's content. The bytes stand until the next chunk is asked for. */
export interface Chunk {
  bytes: Buffer;
  /** Offset in the content. */
  at: number;
  /** Bytes of the file itself that were read so far. */
  read: number;
}

/** A file's compressed content breaks off or cannot be decompressed. */
export class BrokenContent extends Error {
  override readonly name = 'BrokenContent';
}

/**
 * Reads a file.
 * @throws BrokenContent after the last good chunk of a damaged one; JuicerError E_INPUT_MISSING when it cannot be opened,
 * E_IO when it cannot be read.
 */
export async function* chunksOf(file: string, packing: InputPacking): AsyncGenerator<Chunk> {
  const input = openInput(file);
  try {
    yield* UNPACK[packing](input);
  } finally {
    diskErrors(`close input file ${file}`, () => disk.close(input));
  }
}

/**
 * Opens an input file.
 * @throws JuicerError E_INPUT_MISSING when that cannot be done and will not be later, E_IO.
 */
export function openInput(file: string): DiskFile {
  return diskErrors(`open input file ${file}`, () => {
    try {
      return disk.open(file, 'r');
    } catch (error) {
      if (!isFinal(error)) throw error;
      throw new JuicerError('E_INPUT_MISSING', `input file ${file} cannot be opened: ${systemCode(error)}`);
    }
  });
}

const UNPACK: Record<InputPacking, (input: DiskFile) => Iterable<Chunk> | AsyncIterable<Chunk>> = {
  none: plainChunks,
  gzip: gzipChunks,
  zstd: zstdChunks,
  parquet: (input) => columnarChunks((columnar) => columnar.parquetLines(input), 'Parquet'),
  arrow: (input) => columnarChunks((columnar) => columnar.arrowLines(input), 'Arrow'),
};

/**
 * A library's message is about the file's structure, but it may name anything it met there: only its kind is told. The
 * libraries are large, and loaded when such a file is read.
 */
async function* columnarChunks(
  lines: (columnar: typeof import('./columnar.js')) => AsyncGenerator<ColumnarChunk>,
  kind: string,
): AsyncGenerator<Chunk> {
  const columnar = await import('./columnar.js');
  let at = 0;
  try {
    for await (const { bytes, read } of lines(columnar)) {
      yield { bytes, at, read };
      at += bytes.length;
    }
  } catch (error) {
    if (error instanceof JuicerError) throw error;
    throw new BrokenContent(
      `it cannot be read as ${kind} from here on: it is cut off, damaged or of another kind`,
    );
  }
}

function* plainChunks(input: DiskFile): Generator<Chunk> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let at = 0; ;) {
    const n = readAt(input, buffer, at);
    if (n === 0) return;
    yield { bytes: buffer.subarray(0, n), at, read: at + n };
    at += n;
  }
}

function readAt(input: DiskFile, buffer: Buffer, at: number): number {
  return diskErrors(`read input file ${input.path}`, () => disk.read(input, buffer, at));
}

async function* gzipChunks(input: DiskFile): AsyncGenerator<Chunk> {
  const gunzip = zlib.createGunzip({ chunkSize: COMPRESSED_CHUNK });
  const fed = feed(input, gunzip);
  let at = 0;
  try {
    for await (const bytes of gunzip as AsyncIterable<Buffer>) {
      yield { bytes, at, read: fed.read };
      at += bytes.length;
    }
  } catch (error) {
    await fed.done;
    if (!isZlibError(error)) throw error;
    throw new BrokenContent(`the gzip data break off or are damaged (${error.code})`);
  } finally {
    gunzip.destroy();
  }
  await fed.done;
}

/** Feeds the file to a decompressor, which takes as much as it can hold. An error of the disk ends it with that error. */
function feed(input: DiskFile, gunzip: zlib.Gunzip): { read: number; done: Promise<void> } {
  const fed = { read: 0, done: Promise.resolve() };
  const work = async (): Promise<void> => {
    for (;;) {
      const buffer = Buffer.allocUnsafe(COMPRESSED_CHUNK);
      const n = readAt(input, buffer, fed.read);
      if (n === 0) break;
      fed.read += n;
      if (!gunzip.write(buffer.subarray(0, n))) await Promise.race([once(gunzip, 'drain'), closed(gunzip)]);
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  };
  fed.done = work().catch((error: unknown) => {
    gunzip.destroy(error as Error);
  });
  return fed;
}

function closed(gunzip: zlib.Gunzip): Promise<void> {
  return new Promise((resolve) => gunzip.once('close', resolve));
}

function isZlibError(error: unknown): error is Error & { code: string } {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('Z_');
}

function* zstdChunks(input: DiskFile): Generator<Chunk> {
  let ready: Buffer[] = [];
  const decompress = new Decompress((bytes) => {
    if (bytes.length > 0) ready.push(Buffer.from(bytes));
  });
  let [at, read] = [0, 0];
  for (;;) {
    const buffer = Buffer.allocUnsafe(COMPRESSED_CHUNK);
    const n = readAt(input, buffer, read);
    read += n;
    const problem = pushed(decompress, buffer.subarray(0, n), n < buffer.length);
    for (const bytes of ready) {
      yield { bytes, at, read };
      at += bytes.length;
    }
    ready = [];
    if (problem) throw new BrokenContent(`the zstd data break off or are damaged (${problem})`);
    if (n < buffer.length) return;
  }
}

/** What the decompressor says against the bytes; null when it takes them. */
function pushed(decompress: Decompress, bytes: Buffer, last: boolean): string | null {
  try {
    decompress.push(bytes, last);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The start of a file's content. */
export interface ContentHead {
  bytes: Buffer;
  /** Whether that is all of it. */
  complete: boolean;
  /** Why the content breaks off there; null when it does not. */
  damage: string | null;
}

/**
 * Up to so many bytes from the start of a file's content.
 * @throws JuicerError E_INPUT_MISSING when it cannot be opened, E_IO when it cannot be read.
 */
export async function contentHead(file: string, packing: InputPacking, most: number): Promise<ContentHead> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const { bytes } of chunksOf(file, packing)) {
      parts.push(Buffer.from(bytes.subarray(0, most - size)));
      size += bytes.length;
      if (size > most) return { bytes: Buffer.concat(parts), complete: false, damage: null };
    }
  } catch (error) {
    if (!(error instanceof BrokenContent)) throw error;
    return { bytes: Buffer.concat(parts), complete: false, damage: error.message };
  }
  return { bytes: Buffer.concat(parts), complete: true, damage: null };
}

/**
 * The first byte of a file's content that is no space; null when there is none, or its content is damaged.
 * @throws JuicerError E_INPUT_MISSING when it cannot be opened, E_IO when it cannot be read.
 */
export async function firstByte(file: string, packing: InputPacking): Promise<number | null> {
  try {
    for await (const { bytes, at } of chunksOf(file, packing)) {
      const start = at === 0 && bytes.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
      const found = bytes.subarray(start).find((byte) => !SPACES.includes(byte));
      if (found !== undefined) return found;
    }
  } catch (error) {
    // Told by the scan, with its place.
    if (!(error instanceof BrokenContent)) throw error;
  }
  return null;
}
