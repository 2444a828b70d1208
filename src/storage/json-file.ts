/** JSON files in a store: written whole, read back with their hash. */
import { createHash } from 'node:crypto';
import { JuicerError } from '../model/errors.js';
import type { FileRef } from '../model/checkpoint.js';
import type { Store } from './store.js';

/** Hex sha256 of some bytes. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Commits a value as JSON, replacing what stood there; gives its reference. */
export function writeJson(store: Store, path: string, value: unknown): FileRef {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
  store.commit(path, bytes, { mode: 'replace' });
  return { path, sha256: sha256(bytes), bytes: bytes.length };
}

/**
 * Reads a JSON file of the run; null when it is not there.
 * @throws JuicerError E_CHECKPOINT when it is not JSON, or not the file that `expected` names.
 */
export function readJson<T>(store: Store, path: string, expected?: { sha256: string }): T | null {
  if (store.size(path) === null) return null;
  const bytes = store.read(path);
  if (expected && sha256(bytes) !== expected.sha256) {
    throw new JuicerError('E_CHECKPOINT', `${path} is not the file the run refers to: its sha256 differs`);
  }
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as T;
  } catch {
    throw new JuicerError('E_CHECKPOINT', `${path} is damaged: not JSON`);
  }
}
