/** Runs whose folders may be removed, and what speaks against it. */
import path from 'node:path';
import { manifestFiles } from '../export/manifest-files.js';
import { JuicerError } from '../model/errors.js';
import { entriesIn, exists, lookAt, realPath, removePath } from '../storage/files.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import { readJson } from '../storage/json-file.js';
import type { Manifest } from '../model/artefacts.js';
import { folderAt, notedRuns, type RunFolder } from './run-folder.js';
import { endOf, hasEnded } from './run-life.js';
import { filesBelow, folderBytes } from './run-size.js';
import { verifyExport } from './verify-run.js';

/** A run as it is shown before it is removed. */
export interface OldRun extends RunFolder {
  /** As `endOf` tells. */
  status: string;
  /** When it ended or, if nothing says so, when its folder was last written to. ISO, null when the folder is gone. */
  last_at: string | null;
  bytes: number;
}

/** The parts of a run's folder that are ours; whatever else lies there stays. */
const OWN = ['metadata', 'logs', 'checkpoints', 'partitions', 'results', 'quarantine', 'rejected', 'trace'];
const OWN_TOO = ['temp', 'set_aside'];

/** Runs that a state folder has notes of, and those whose folders are in `workDir` or one level below; each one once. */
export function findRuns(stateDir: string | null, workDir: string | null): RunFolder[] {
  const found = new Map<string, RunFolder>();
  for (const run of stateDir === null ? [] : notedRuns(stateDir)) found.set(placeOf(run.dir), run);
  for (const folder of workDir === null ? [] : foldersIn(workDir, 2)) {
    const run = folderAt(folder);
    if (run && !found.has(run.dir)) found.set(run.dir, run);
  }
  return [...found.values()];
}

/** A run with its end, age and size. */
export function describeRun(run: RunFolder): OldRun {
  const { status, ended_at } = endOf(run);
  const last_at = status === 'gone' ? null : (ended_at ?? lastWritten(run.dir));
  return { ...run, status, last_at, bytes: status === 'gone' ? 0 : folderBytes(run.dir) };
}

/**
 * Why a run should be kept, null when nothing speaks against its removal: it has not ended, or the only export is in its
 * folder, or the export is not what the run made any more, so that its results are the only copy.
 */
export async function reasonToKeep(run: OldRun): Promise<string | null> {
  if (run.status === 'gone') return null;
  if (!hasEnded(run.status)) return `it has not ended: ${run.status}`;
  const store = storeAt(run.dir);
  try {
    const manifest = readJson<Manifest>(store, RUN_FILES.manifest);
    const inside =
      manifest && manifestFiles(manifest).find((file) => isBelow(placeOf(file.path), placeOf(run.dir)));
    if (inside) return `its export ${inside.path} is in its folder`;
    const [bad] = (await verifyExport({ store })).bad;
    return bad ? `${bad.problem} (${bad.path}): its results are the only copy` : null;
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_CHECKPOINT') return error.message;
    throw error;
  }
}

/** Removes what a run left, then its note; gives the files that are not ours and were left where they are. */
export function removeRun(run: RunFolder): string[] {
  const dir = folderAt(run.dir)?.dir;
  if (dir !== undefined) {
    // The recipe makes a folder a run's: it goes last, so that a removal that was broken off can be gone on with.
    for (const part of [...OWN.filter((name) => name !== 'metadata'), ...OWN_TOO, 'metadata'])
      removePath(path.join(dir, part));
    const left = filesBelow(dir);
    if (left.length > 0) return dropNote(run, left);
    removePath(dir);
  }
  return dropNote(run, []);
}

function dropNote({ note }: RunFolder, left: string[]): string[] {
  if (note !== null) removePath(note);
  return left;
}

function foldersIn(dir: string, levels: number): string[] {
  if (levels === 0) return [];
  const entries = entriesIn(dir).filter((entry) => entry.isDirectory());
  const folders = entries.map((entry) => path.join(dir, entry.name)).sort();
  return folders.flatMap((folder) => (folderAt(folder) ? [folder] : foldersIn(folder, levels - 1)));
}

function lastWritten(dir: string): string {
  const times = ['.', 'metadata', 'logs', 'checkpoints', 'results'].map(
    (name) => lookAt(path.join(dir, name))?.mtimeMs ?? 0,
  );
  return new Date(Math.max(...times)).toISOString();
}

function placeOf(file: string): string {
  return exists(file) ? realPath(file) : path.resolve(file);
}

function isBelow(file: string, dir: string): boolean {
  return file.startsWith(dir + path.sep);
}
