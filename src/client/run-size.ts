/** Files of a run's folder, their size together, and digests of files that are too large to hold. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { chunksIn, entriesIn } from '../storage/files.js';
import { filesBelow as filesIn } from '../storage/folders.js';

/** Every file below a folder, relative to it, sorted; links are not followed. Empty when there is no such folder. */
export function filesBelow(dir: string): string[] {
  return entriesIn(dir, true)
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Bytes of all files below a folder; one with several names counts once. */
export function folderBytes(dir: string): number {
  const sizes = new Map(filesIn(dir).map(({ inode, bytes }) => [inode, bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Hex sha256 of a file of any size. */
export async function fileSha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksIn(file)) hash.update(chunk);
  return hash.digest('hex');
}
