/**
 * Every file-system call on the way of the data: one door, so that tests can fail any of them. A call is what the system
 * does, with the system's own errors; who calls says what it was about (see disk-error.ts).
 */
import fs from 'node:fs';
import { isObjectPath } from '../model/object-path.js';
import { hookOfEnvironment, type DiskCall, type DiskHook } from './disk-fault.js';
import {
  listObjects,
  removeObjects,
  statObject,
  type PathEntry,
  type PathStat,
} from './objects/object-disk.js';
import { OpenObject } from './objects/open-object.js';

/** An open file; an object of an S3 store is one too, for reading. */
export interface DiskFile {
  readonly fd: number;
  readonly path: string;
  readonly object?: OpenObject;
}

let hook: DiskHook | null = hookOfEnvironment();

/** Puts a hook in place of the one there is, and gives that. For tests of this process and thread. */
export function hookDisk(next: DiskHook | null): DiskHook | null {
  const before = hook;
  hook = next;
  return before;
}

function before(call: DiskCall, path: string): void {
  if (hook !== null) hook(call, path);
}

/** The calls. All of them block; they run in threads or are small. Of objects there are those for reading, and removal. */
export const disk = {
  /** Flags and permissions as those of `fs.openSync`. */
  open(path: string, flags: 'r' | 'wx', permissions = 0o644): DiskFile {
    before('open', path);
    if (isObjectPath(path)) return { fd: -1, path, object: OpenObject.open(path) };
    return { fd: fs.openSync(path, flags, permissions), path };
  },

  /** Fills a buffer from a position on; gives the number of bytes, less than asked for at the file's end. */
  read(file: DiskFile, into: Uint8Array, position: number): number {
    if (file.object) {
      before('read', file.path);
      return file.object.read(into, position);
    }
    let filled = 0;
    while (filled < into.length) {
      before('read', file.path);
      const n = fs.readSync(file.fd, into, filled, into.length - filled, position + filled);
      if (n === 0) break;
      filled += n;
    }
    return filled;
  },

  /** Writes all bytes at the file's end. */
  write(file: DiskFile, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      before('write', file.path);
      at += fs.writeSync(file.fd, bytes, at, bytes.length - at);
    }
  },

  /** Size of an open file. */
  size(file: DiskFile): number {
    before('size', file.path);
    if (file.object) return file.object.size;
    return fs.fstatSync(file.fd).size;
  },

  fsync(file: DiskFile): void {
    before('fsync', file.path);
    fs.fsyncSync(file.fd);
  },

  /** The file is closed also when this throws. */
  close(file: DiskFile): void {
    if (!file.object) fs.closeSync(file.fd);
    before('close', file.path);
  },

  /** A whole file. */
  readFile(path: string): Buffer {
    const file = disk.open(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(disk.size(file));
      return bytes.subarray(0, disk.read(file, bytes, 0));
    } finally {
      disk.close(file);
    }
  },

  /** What stands under a name; undefined when nothing does. */
  stat(path: string): PathStat | undefined {
    before('stat', path);
    if (isObjectPath(path)) return statObject(path);
    return fs.statSync(path, { throwIfNoEntry: false });
  },

  /** Entries of a folder, those of all folders below it too when `deep`. */
  list(folder: string, deep = false): PathEntry[] {
    before('list', folder);
    if (isObjectPath(folder)) return listObjects(folder, deep);
    return fs.readdirSync(folder, { withFileTypes: true, recursive: deep });
  },

  /** A folder and those above it; nothing when it stands. */
  makeFolder(folder: string, permissions = 0o777): void {
    if (isObjectPath(folder)) return;
    before('mkdir', folder);
    fs.mkdirSync(folder, { recursive: true, mode: permissions });
  },

  link(from: string, to: string): void {
    before('link', to);
    fs.linkSync(from, to);
  },

  rename(from: string, to: string): void {
    before('rename', to);
    fs.renameSync(from, to);
  },

  /** A file, or a folder with all that is in it; nothing when there is none. */
  remove(path: string): void {
    before('remove', path);
    if (isObjectPath(path)) return removeObjects(path);
    fs.rmSync(path, { force: true, recursive: true });
  },
};
