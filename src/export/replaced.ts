/** Removes the files of an export that another one has replaced: those that are known to be of this product, no others. */
import path from 'node:path';
import type { Manifest } from '../model/artefacts.js';
import { JuicerError } from '../model/errors.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import { unsealed } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import type { Store } from '../storage/store.js';
import { manifestFiles } from './manifest-files.js';
import { isOfGeneration, manifestName, type ExportTarget } from './target.js';

/** An export whose manifest stands. */
export interface Replacing {
  /** Folder of its run. */
  runDir: string;
  target: ExportTarget;
  manifest: Manifest;
  /** The folder of its files. */
  out: Store;
}

/**
 * Removes what stands in the folder of an export and is not its own: files with the name of a generation, and those that
 * manifests of runs beside this one name for the same `export_path`, as long as nobody wrote to them since.
 */
export function removeReplaced({ runDir, target, manifest, out }: Replacing): void {
  const own = new Set(manifestFiles(manifest).map((f) => path.basename(f.path)));
  const earlier = manifestsBeside(runDir).filter((other) => isReplaced(other, manifest));
  const named = earlier.flatMap((other) => manifestFiles(other).filter((file) => isUntouched(file, other)));
  const candidates = new Set([
    ...out.list('.').filter((name) => isOfGeneration(target, name)),
    ...named
      .filter((file) => path.dirname(file.path) === target.folder)
      .map((file) => path.basename(file.path)),
  ]);
  for (const name of candidates) if (!own.has(name)) out.remove(name);
  if (manifest.generation === undefined && isOurs(out, manifestName(target)))
    out.remove(manifestName(target));
}

/** Manifests of the runs whose folders stand beside that of a run, its own left out. */
export function manifestsBeside(runDir: string): Manifest[] {
  const folder = path.dirname(runDir);
  return diskErrors(`list ${folder}`, () => disk.list(folder))
    .filter((entry) => entry.isDirectory() && entry.name !== path.basename(runDir))
    .flatMap((entry) => manifestIn(path.join(folder, entry.name)) ?? []);
}

function manifestIn(dir: string): Manifest | null {
  const store = storeAt(dir);
  try {
    return store.size(RUN_FILES.manifest) === null
      ? null
      : unsealed<Manifest>(store.read(RUN_FILES.manifest));
  } catch (error) {
    // What is wrong with the folder of another run is no matter of this one; its files stay.
    if (error instanceof JuicerError) return null;
    throw error;
  }
}

/** Whether an export is of the same path, and older. */
export function isReplaced(other: Manifest, by: Manifest): boolean {
  const pathOf = (manifest: Manifest): string | undefined => manifest.export_path ?? manifest.files[0]?.path;
  return pathOf(other) === pathOf(by) && other.created_at < by.created_at;
}

/** Whether a file is as its manifest says, and was not written to after that. */
function isUntouched(file: Manifest['files'][number], { created_at }: Manifest): boolean {
  const stat = diskErrors(`look at ${file.path}`, () => disk.stat(file.path));
  return stat !== undefined && stat.size === file.bytes && stat.mtimeMs <= Date.parse(created_at);
}

function isOurs(out: Store, name: string): boolean {
  return out.size(name) !== null && unsealed<Manifest>(out.read(name))?.generation !== undefined;
}
