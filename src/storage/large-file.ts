/** Files of any size, read piece by piece: hashed, or into memory that all threads of the process see. */
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { JuicerError } from '../model/errors.js';
import { disk } from './disk.js';
import { diskErrors } from './disk-error.js';

const PIECE = 16 * 1024 * 1024;

/** A whole file and its hash. No typed array of bytes reaches beyond 4 GiB of it; a DataView does. */
export interface SharedFile {
  memory: SharedArrayBuffer;
  sha256: string;
}

/**
 * Hex sha256 of a file. Blocks until it is done.
 * @throws what the disk throws.
 */
export function hashFile(file: string): string {
  return finished(pieces(file, (size) => hashOf(size))).sha256;
}

/**
 * Hex sha256 of files by their paths; `onBytes` is told how many bytes of all are done.
 * @throws JuicerError E_IO when one cannot be read whole.
 */
export function hashFiles(files: readonly string[], onBytes: (done: number) => void): Record<string, string> {
  let done = 0;
  const counted = (size: number): Sink<{ sha256: string }> => {
    const sink = hashOf(size);
    return {
      ...sink,
      take: (piece, at) => {
        sink.take(piece, at);
        onBytes((done += piece.length));
      },
    };
  };
  const hashed = (file: string): [string, string] => [file, finished(pieces(file, counted)).sha256];
  return Object.fromEntries(files.map((file) => diskErrors(`read ${file}`, () => hashed(file))));
}

/**
 * A file in memory. Blocks until it is read.
 * @throws JuicerError E_IO when it cannot be read whole.
 */
export function readShared(file: string): SharedFile {
  return diskErrors(`read ${file}`, () => finished(pieces(file, sharedOf)));
}

/** The same with a turn of the event loop after each piece. */
export async function readSharedInTurns(file: string): Promise<SharedFile> {
  const reading = diskErrors(`read ${file}`, () => pieces(file, sharedOf));
  for (;;) {
    const step = diskErrors(`read ${file}`, () => reading.next());
    if (step.done) return step.value;
    await turn();
  }
}

/** What takes the pieces of a file, in order. */
interface Sink<T> {
  take(piece: Uint8Array, at: number): void;
  end(): T;
}

function hashOf(_size: number): Sink<{ sha256: string }> {
  const hash = createHash('sha256');
  return { take: (piece) => void hash.update(piece), end: () => ({ sha256: hash.digest('hex') }) };
}

function sharedOf(size: number): Sink<SharedFile> {
  const memory = new SharedArrayBuffer(size);
  const hash = hashOf(size);
  return {
    take: (piece, at) => {
      new Uint8Array(memory, at, piece.length).set(piece);
      hash.take(piece, at);
    },
    end: () => ({ memory, ...hash.end() }),
  };
}

function* pieces<T>(file: string, sinkOf: (size: number) => Sink<T>): Generator<void, T, void> {
  const open = disk.open(file, 'r');
  try {
    const size = disk.size(open);
    const sink = sinkOf(size);
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, size));
    for (let at = 0; at < size;) {
      const read = disk.read(open, buffer.subarray(0, Math.min(PIECE, size - at)), at);
      if (read === 0) throw new JuicerError('E_IO', `${file} became shorter while it was read`);
      sink.take(buffer.subarray(0, read), at);
      at += read;
      yield;
    }
    return sink.end();
  } finally {
    disk.close(open);
  }
}

function finished<T>(reading: Generator<void, T, void>): T {
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}
