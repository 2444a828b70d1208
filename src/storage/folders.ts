/** Whole folders: what is in them, and their removal. Errors are E_IO or E_DISK_FULL. */
import path from 'node:path';
import { isObjectPath } from '../model/object-path.js';
import { objectSizes } from './objects/object-disk.js';
import { disk } from './disk.js';
import { diskErrors } from './disk-error.js';

/** A file somewhere below a folder. Files of one inode are one file with several names. */
export interface FoundFile {
  bytes: number;
  inode: number | string;
}

/** Every file below a folder; those that vanish meanwhile are left out, and a folder that is not there has none. */
export function filesBelow(folder: string): FoundFile[] {
  return diskErrors(`list ${path.basename(folder)}`, () => {
    if (isObjectPath(folder))
      return objectSizes(folder).map(({ path: file, bytes }) => ({ bytes, inode: file }));
    if (!disk.stat(folder)) return [];
    return disk.list(folder, true).flatMap((entry) => {
      const stat = entry.isFile() ? disk.stat(path.join(entry.parentPath, entry.name)) : undefined;
      return stat ? [{ bytes: stat.size, inode: stat.ino }] : [];
    });
  });
}

/** Every folder below `root`, itself included, relative to it. */
export function foldersBelow(root: string): string[] {
  return diskErrors(`list ${path.basename(root)}`, () => {
    const folders = disk.list(root, true).filter((entry) => entry.isDirectory());
    return ['.', ...folders.map((e) => path.relative(root, path.join(e.parentPath, e.name)))];
  });
}

/** Removes a folder with all that is in it; gives what that was. */
export function removeFolder(folder: string): { files: number; bytes: number } {
  const files = filesBelow(folder);
  diskErrors(`remove ${path.basename(folder)}`, () => disk.remove(folder));
  return { files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

/** Makes a folder and those above it. In an S3 store there is nothing to be made. */
export function makeFolder(folder: string, permissions = 0o777): void {
  diskErrors(`make folder ${path.basename(folder)}`, () => disk.makeFolder(folder, permissions));
}
