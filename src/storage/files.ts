/** Files by their whole paths, on a disk or in an S3 store. Errors are E_IO or E_DISK_FULL, and name the path. */
import fs from 'node:fs';
import path from 'node:path';
import { isObjectPath } from '../model/object-path.js';
import { disk } from './disk.js';
import { diskErrors, systemCode } from './disk-error.js';
import type { PathEntry, PathStat } from './objects/object-disk.js';

/** Read at a time of an object. */
const CHUNK = 4 * 1024 * 1024;

/** What stands under a name; undefined when nothing does. */
export function lookAt(file: string): PathStat | undefined {
  return diskErrors(`look at ${file}`, () => disk.stat(file));
}

/** Whether something stands under a name. */
export function exists(file: string): boolean {
  return lookAt(file) !== undefined;
}

/** A whole file. */
export function readFile(file: string): Buffer {
  return diskErrors(`read ${file}`, () => disk.readFile(file));
}

/** Entries of a folder, those of all folders below it too when `deep`; none when there is no such folder. */
export function entriesIn(folder: string, deep = false): PathEntry[] {
  return diskErrors(`list ${folder}`, () => {
    try {
      return disk.list(folder, deep);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      throw error;
    }
  });
}

/** Removes a file, or a folder with all that is in it; nothing when there is none. */
export function removePath(file: string): void {
  diskErrors(`remove ${file}`, () => disk.remove(file));
}

/** The path of a file without links; of an object its path. */
export function realPath(file: string): string {
  return isObjectPath(file) ? path.resolve(file) : fs.realpathSync(file);
}

/** Free bytes where a folder stands; null where the system does not tell, and in an S3 store. */
export function freeBytes(folder: string): number | null {
  if (isObjectPath(folder)) return null;
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  } catch {
    // Promised above: not every file system tells.
    return null;
  }
}

/** The bytes of a file of any size, in order. */
export function chunksIn(file: string): AsyncIterable<Buffer> {
  return isObjectPath(file) ? objectChunks(file) : (fs.createReadStream(file) as AsyncIterable<Buffer>);
}

async function* objectChunks(file: string): AsyncGenerator<Buffer> {
  const open = diskErrors(`read ${file}`, () => disk.open(file, 'r'));
  for (let at = 0; ;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const n = diskErrors(`read ${file}`, () => disk.read(open, chunk, at));
    if (n > 0) yield chunk.subarray(0, n);
    if (n < CHUNK) return;
    at += n;
  }
}
