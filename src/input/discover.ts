/** From what a recipe names as its dataset to the files that are read, in order. */
import path from 'node:path';
import { globSync, type FileSystemAdapter } from 'tinyglobby';
import { JuicerError } from '../model/errors.js';
import { isObjectPath } from '../model/object-path.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import { partsOf, type DatasetPath } from '../model/dataset.js';
import { firstByte } from './chunks.js';
import { formatOf, isReadable, READABLE, type TextRows } from './formats.js';
import type { InputSpec } from './scan.js';

/** What a recipe says of its input. */
export interface DatasetNames {
  /** Files, folders and patterns, absolute; a list of them, or the parts of a mixture. */
  dataset_path: DatasetPath;
  /** Endings that are read of folders and patterns; none: all that can be read. */
  suffixes: readonly string[];
  text_files: TextRows;
}

const OPENING_BRACE = 0x7b;

/**
 * The files, each once, in the order of the names; those of a folder (and of all below it) or pattern by their paths.
 * Hidden files are passed over, as are those of folders and patterns that have another ending.
 * @throws JuicerError E_INPUT_MISSING when a name leads to no file, E_RECIPE when a file is in two parts of different
 *   weights, E_IO when a folder cannot be read.
 */
export async function inputFiles({ dataset_path, suffixes, text_files }: DatasetNames): Promise<InputSpec[]> {
  const files = new Map<string, InputSpec>();
  const parts = partsOf(dataset_path);
  for (const [part, { names, weight }] of parts.entries()) {
    for (const file of names.flatMap((name) => filesOf(name, suffixes))) {
      const spec = formatOf(file, text_files);
      if (!spec) throw unreadable(file);
      const before = files.get(file);
      if (!before) files.set(file, await settled({ file, ...spec, part }));
      else if (parts[before.part]?.weight !== weight) throw inTwoParts(file);
    }
  }
  return [...files.values()];
}

function filesOf(name: string, suffixes: readonly string[]): string[] {
  const stat = diskErrors(`look at input ${name}`, () => disk.stat(name));
  if (stat?.isFile()) return [name];
  if (stat && !stat.isDirectory())
    throw new JuicerError('E_INPUT_MISSING', `dataset_path: ${name} is neither a file nor a folder`);
  if (!stat && !isPattern(name)) throw missing(name);
  const found = stat ? below(name) : matching(name);
  const wanted = found.filter((file) => isWanted(file, suffixes)).toSorted();
  if (wanted.length === 0) throw nothingIn(name, { found: found.length, suffixes });
  return wanted;
}

/** Whether a name is a pattern rather than a path. */
export function isPattern(name: string): boolean {
  return /[*?{}[\]]/.test(name);
}

function below(folder: string): string[] {
  const entries = diskErrors(`list input folder ${folder}`, () => disk.list(folder, true));
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
  const names = files.map((entry) => path.join(entry.parentPath, entry.name));
  return names.filter((file) => !isHidden(path.relative(folder, file)));
}

function matching(pattern: string): string[] {
  const files = { absolute: true, onlyFiles: true, expandDirectories: false };
  if (!isObjectPath(pattern)) return globSync(pattern, files);
  const bucket = pattern.split('/').slice(0, 3).join('/');
  return globSync(path.relative(bucket, pattern), { ...files, cwd: bucket, fs: OBJECT_FILES });
}

/** What the library of patterns asks of a disk. */
const OBJECT_FILES = {
  readdirSync: (folder: string) => diskErrors(`list input folder ${folder}`, () => disk.list(folder)),
} as unknown as FileSystemAdapter;

function isHidden(relative: string): boolean {
  return relative.split(path.sep).some((part) => part.startsWith('.') || part.startsWith('_'));
}

function isWanted(file: string, suffixes: readonly string[]): boolean {
  if (suffixes.length === 0) return isReadable(file);
  return suffixes.some((suffix) => file.toLowerCase().endsWith(dotted(suffix)));
}

function dotted(suffix: string): string {
  const lower = suffix.toLowerCase();
  return lower.startsWith('.') ? lower : `.${lower}`;
}

/** A .json file is one array, or rows line by line. */
async function settled(spec: InputSpec): Promise<InputSpec> {
  if (spec.format !== 'json') return spec;
  const byte = await firstByte(spec.file, spec.packing);
  return byte === OPENING_BRACE ? { ...spec, format: 'jsonl' } : spec;
}

function inTwoParts(file: string): JuicerError {
  return new JuicerError('E_RECIPE', `dataset_path: ${file} is in two parts that have different weights`, {
    hint: 'name it in one part, or choose the files by folders and patterns that do not overlap',
  });
}

function missing(name: string): JuicerError {
  return new JuicerError('E_INPUT_MISSING', `dataset_path: file ${name} does not exist`, {
    hint: 'check the path; it is taken from the current folder',
  });
}

function unreadable(file: string): JuicerError {
  return new JuicerError('E_INPUT_MISSING', `dataset_path: ${file} has an ending that cannot be read`, {
    hint: `name files that end in ${READABLE}`,
  });
}

function nothingIn(name: string, o: { found: number; suffixes: readonly string[] }): JuicerError {
  const what = o.suffixes.length === 0 ? READABLE : o.suffixes.join(', ');
  const among = o.found === 0 ? 'has no files' : `has no file that ends in ${what}, among ${o.found}`;
  return new JuicerError('E_INPUT_MISSING', `dataset_path: ${name} ${among}`, {
    hint: 'check the path and suffixes',
  });
}
