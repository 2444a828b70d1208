/**
 * What a disk does, done with objects: folders are what keys have in common, and need not be made. There are no links and
 * no renames; files are committed by object-writer.ts.
 */
import path from 'node:path';
import { addressOf, type ObjectAddress } from '../../model/object-path.js';
import { systemCode } from '../disk-error.js';
import { callObjects } from './bridge.js';
import type { FoundObject, ObjectStat } from './calls.js';

/** What stands under a name. */
export interface PathStat {
  size: number;
  mtimeMs: number;
  /** Tells files of several names on a disk; 0 for an object, which has one. */
  ino: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** An entry of a folder. */
export interface PathEntry {
  name: string;
  parentPath: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** What stands under a name: an object, or a folder when there are some below it; undefined when there is neither. */
export function statObject(name: string): PathStat | undefined {
  const at = addressOf(name);
  const found = at.key === '' ? null : callObjects('head', at);
  if (found) return fileStat(found);
  try {
    const { objects, folders } = callObjects('list', folderAt(name), { deep: false, limit: 1 });
    return objects.length + folders.length > 0 || at.key === '' ? FOLDER : undefined;
  } catch (error) {
    if (systemCode(error) === 'NoSuchBucket') return undefined;
    throw error;
  }
}

/** Throws an error with the store's own code when a bucket is not there, or is closed to us. */
export function checkBucket(name: string): void {
  const { bucket } = addressOf(name);
  callObjects('list', { bucket, key: '' }, { deep: false, limit: 1 });
}

const FOLDER: PathStat = { size: 0, mtimeMs: 0, ino: 0, isFile: () => false, isDirectory: () => true };

function fileStat({ size, mtimeMs }: ObjectStat): PathStat {
  return { size, mtimeMs, ino: 0, isFile: () => true, isDirectory: () => false };
}

/** Entries of a folder, those of all folders below it too when `deep`. */
export function listObjects(folder: string, deep: boolean): PathEntry[] {
  const { objects, folders } = callObjects('list', folderAt(folder), { deep, limit: null });
  // Some tools put an empty object where a folder is to be seen.
  const files = objects.filter(({ name }) => name !== '' && !name.endsWith('/'));
  return [
    ...files.map(({ name }) => entry(path.join(folder, name), false)),
    ...[...folders, ...(deep ? foldersOf(files) : [])].map((name) => entry(path.join(folder, name), true)),
  ];
}

/** Sizes of all objects below a folder, by their paths. */
export function objectSizes(folder: string): { path: string; bytes: number }[] {
  const { objects } = callObjects('list', folderAt(folder), { deep: true, limit: null });
  return objects.map(({ name, size }) => ({ path: path.join(folder, name), bytes: size }));
}

/** Removes an object, or all that is below a folder; nothing when there is neither. */
export function removeObjects(name: string): void {
  callObjects('remove', addressOf(name));
  callObjects('removeBelow', folderAt(name));
}

/** The address of a folder. */
export function folderAt(name: string): ObjectAddress {
  const { bucket, key } = addressOf(name);
  return { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` };
}

function foldersOf(files: readonly FoundObject[]): string[] {
  const folders = new Set<string>();
  for (const { name } of files)
    for (let folder = path.dirname(name); folder !== '.'; folder = path.dirname(folder)) folders.add(folder);
  return [...folders];
}

function entry(full: string, folder: boolean): PathEntry {
  return {
    name: path.basename(full),
    parentPath: path.dirname(full),
    isFile: () => !folder,
    isDirectory: () => folder,
    isSymbolicLink: () => false,
  };
}
