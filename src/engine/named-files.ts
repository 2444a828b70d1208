/** The files that the parameters of an op name, as they are now. */
import { JuicerError } from '../model/errors.js';
import type { PlannedOp } from '../model/plan.js';
import type { FolderFiles, Op } from '../ops/define.js';
import { filesAmong, opFiles } from '../ops/run.js';
import { disk } from '../storage/disk.js';
import { diskErrors, isFinal, systemCode } from '../storage/disk-error.js';
import { hashFile } from '../storage/large-file.js';

/** A file and the parameter that names it or its folder. */
export interface NamedFile {
  param: string;
  path: string;
}

/** Hex sha256 of files by their absolute paths. */
export type FileHashes = ReadonlyMap<string, string>;

/**
 * The files, those of a folder in the order of their names.
 * @throws JuicerError E_RECIPE when a folder cannot be read or has no such file.
 */
export function namedFiles(op: Op, params: Record<string, unknown>): NamedFile[] {
  return Object.entries(opFiles(op, params)).flatMap(([param, named]) => {
    if (typeof named === 'string') return [{ param, path: named }];
    return filesIn(named, `${op.name}.${param}`).map((path) => ({ param, path }));
  });
}

/**
 * The files with the hashes of their contents: those that are known already, by path, or as the files are now.
 * @throws JuicerError E_RECIPE when a file cannot be read; see {@link namedFiles}.
 */
export function hashedFiles(
  op: Op,
  params: Record<string, unknown>,
  known: FileHashes = new Map(),
): PlannedOp['files'] {
  return namedFiles(op, params).map(({ param, path }) => ({
    param,
    path,
    sha256: known.get(path) ?? asked(`${op.name}.${param}`, `file ${path}`, () => hashFile(path)),
  }));
}

function filesIn(named: FolderFiles, place: string): string[] {
  const { folder, word, ending } = named;
  const files = filesAmong(
    named,
    asked(place, `folder ${folder}`, () => disk.list(folder)),
  );
  const kind = word === '' && ending === '' ? '' : ` *${word}*${ending}`;
  if (files.length === 0) throw new JuicerError('E_RECIPE', `folder ${folder} has no file${kind}`, { place });
  return files;
}

/** What a parameter asked for cannot be read: that is a mistake in the recipe, unless the disk may still give it. */
function asked<T>(place: string, what: string, read: () => T): T {
  return diskErrors(`read ${what} of ${place}`, () => {
    try {
      return read();
    } catch (error) {
      if (!isFinal(error)) throw error;
      throw new JuicerError('E_RECIPE', `${what} cannot be read: ${systemCode(error)}`, { place });
    }
  });
}
