/** The store behind a run's folder: a few verbs, so that a bucket can stand in for the local disk (design §4). */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';

/** A committed file. */
export interface Stored {
  sha256: string;
  bytes: number;
}

/** Takes bytes in order; the file exists for readers only after `commit`. */
export interface StoreWriter {
  append(bytes: Uint8Array): void;
  /** Publishes the file under its name. With `replace` it takes the place of an older one, else that is an error `exists`. */
  commit(mode: 'if-absent' | 'replace'): 'committed' | 'exists';
  /** Removes what was written so far. */
  abort(): void;
  /** Digest and size of what was appended so far. */
  digest(): Stored;
}

/** Options of a commit. */
export interface CommitOptions {
  mode: 'if-absent' | 'replace';
  /** File permissions; 0600 for files that hold quarantined rows. */
  permissions?: number;
}

/** Files by name, whole or by range. Names are paths relative to the store's root, with `/`. */
export interface Store {
  /** Bytes of a file or of its range [start, end). Throws JuicerError E_IO when it cannot be read. */
  read(name: string, range?: { start: number; end: number }): Uint8Array;
  /** Size of a file, or null when there is none. */
  size(name: string): number | null;
  /** Writes all bytes under a name, durably, or not at all. */
  commit(name: string, bytes: Uint8Array, options: CommitOptions): 'committed' | 'exists';
  /** A writer for a file that is too large to hold. */
  writer(name: string, permissions?: number): StoreWriter;
  /** Names of the files in a folder, sorted; empty when there is no such folder. */
  list(folder: string): string[];
  remove(name: string): void;
  /** Makes `to` the same file as `from` without copying where the disk allows. */
  copy(from: string, to: string): 'committed' | 'exists';
}

/** Fills a writer and commits it; when that fails, what was written so far is removed. */
export function committed(
  writer: StoreWriter,
  mode: CommitOptions['mode'],
  fill: (writer: StoreWriter) => void,
): 'committed' | 'exists' {
  try {
    fill(writer);
    return writer.commit(mode);
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/**
 * The path of a name below a store's root.
 * @throws JuicerError E_IO when the name leads out of it.
 */
export function pathBelow(root: string, name: string): string {
  const full = path.resolve(root, name);
  if (full !== root && !full.startsWith(root + path.sep)) {
    throw new JuicerError('E_IO', `name ${JSON.stringify(name)} leaves the folder of the run`);
  }
  return full;
}
