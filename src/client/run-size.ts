/** Files of a run's folder, their size together, and digests of files that are too large to hold. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Every file below a folder, relative to it, sorted; links are not followed. Empty when there is no such folder. */
export function filesBelow(dir: string): string[] {
  if (!fs.existsSync(dir)) return [];
  return fs
    .readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Bytes of all files below a folder; one with several names counts once. */
export function folderBytes(dir: string): number {
  const sizes = new Map<string, number>();
  for (const name of filesBelow(dir)) {
    const stat = fs.lstatSync(path.join(dir, name), { throwIfNoEntry: false });
    if (stat) sizes.set(`${stat.dev}:${stat.ino}`, stat.size);
  }
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Hex sha256 of a file of any size. */
export async function fileSha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
