/**
 * JSON files in a store: written whole, and they say themselves whether they are. The last member, `record_sha256`, is
 * the hash of all bytes of the file before it, so that a flip is seen wherever it struck: in a number's last digit, in
 * the name of a member, in white space.
 */
import { createHash } from 'node:crypto';
import { JuicerError } from '../model/errors.js';
import type { FileRef } from '../model/checkpoint.js';
import type { Store } from './store.js';

const MEMBER = 'record_sha256';
const HEX = 64;
const END = '"\n}\n';

/** Hex sha256 of some bytes. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The file of a value, which is an object with at least one member. */
export function sealed(value: object): Buffer {
  const members = JSON.stringify({ ...value, [MEMBER]: undefined }, null, 1).slice(0, -'\n}'.length);
  const start = `${members},\n "${MEMBER}": "`;
  return Buffer.from(`${start}${sha256(start)}${END}`);
}

/** The value of such a file, without its hash; null when the bytes are not as they were sealed. */
export function unsealed<T extends object>(bytes: Uint8Array): T | null {
  const split = bytes.length - HEX - END.length;
  if (split <= 0) return null;
  const end = Buffer.from(bytes.subarray(split)).toString('latin1');
  if (end !== `${sha256(bytes.subarray(0, split))}${END}`) return null;
  const { [MEMBER]: _hash, ...value } = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
  return value as T;
}

/** Commits a value as JSON, replacing what stood there; gives its reference. */
export function writeJson(store: Store, path: string, value: object): FileRef {
  const bytes = sealed(value);
  store.commit(path, bytes, { mode: 'replace' });
  return { path, sha256: sha256(bytes), bytes: bytes.length };
}

/**
 * Reads a JSON file of the run; null when it is not there.
 * @throws JuicerError E_CHECKPOINT when it is damaged, or not the file that `expected` names.
 */
export function readJson<T extends object>(
  store: Store,
  path: string,
  expected?: { sha256: string },
): T | null {
  if (store.size(path) === null) return null;
  const bytes = store.read(path);
  const value = unsealed<T>(bytes);
  if (value === null)
    throw new JuicerError('E_CHECKPOINT', `${path} is damaged: it is not as it was written`);
  if (expected && sha256(bytes) !== expected.sha256) {
    throw new JuicerError('E_CHECKPOINT', `${path} is not the file the run refers to: its sha256 differs`);
  }
  return value;
}

/** The bytes of a file that something refers to; null when it is missing, or not as it was committed. */
export function readIfWhole(store: Store, ref: FileRef): Uint8Array | null {
  if (store.size(ref.path) !== ref.bytes) return null;
  const bytes = store.read(ref.path);
  return sha256(bytes) === ref.sha256 ? bytes : null;
}

/** The same; throws JuicerError E_CHECKPOINT instead of giving null. */
export function readVerified(store: Store, ref: FileRef): Uint8Array {
  const bytes = readIfWhole(store, ref);
  if (bytes) return bytes;
  throw new JuicerError('E_CHECKPOINT', `${ref.path} is missing, or not as it was committed`, {
    hint: 'resume the run: what is damaged is set aside and made again',
  });
}
