/** Files of a run that nothing needs: what attempts left behind, and copies of what was found damaged. */
import path from 'node:path';
import { runToken } from '../engine/pool.js';
import { targetOf } from '../export/target.js';
import type { CheckpointRecord } from '../model/checkpoint.js';
import { endsAsRows } from '../model/file-form.js';
import { entriesIn, lookAt, removePath } from '../storage/files.js';
import { unsealed } from '../storage/json-file.js';
import { RUN_FILES, SCRATCH, SET_ASIDE } from '../storage/layout.js';
import { TEMPORARY_PREFIX } from '../storage/local-store.js';
import type { OpenedRun } from './opened-run.js';
import { filesBelow } from './run-size.js';

/** A file that can go. */
export interface Garbage {
  /** Absolute path. */
  path: string;
  bytes: number;
  why:
    | 'temporary file'
    | 'no record names it'
    | 'its record says that it was removed'
    | 'piece of a finished merge'
    | 'set aside';
}

/** What can be removed from a run that nobody works on; `setAside`: also the copies of damaged and foreign files. */
export function findGarbage(run: OpenedRun, o: { setAside: boolean }): Garbage[] {
  const done = run.store.size(RUN_FILES.manifest) !== null;
  const inside = filesBelow(run.dir).flatMap((name) => {
    const why = whyGarbage(run, name.split(path.sep).join('/'), { ...o, done });
    return why === null ? [] : [garbage(path.join(run.dir, name), why)];
  });
  return [...inside, ...besideExport(run)];
}

/** Removes the files; those that have gone meanwhile are no error. */
export function removeGarbage(found: readonly Garbage[]): void {
  for (const file of found) removePath(file.path);
}

function whyGarbage(
  run: OpenedRun,
  name: string,
  o: { setAside: boolean; done: boolean },
): Garbage['why'] | null {
  if (name.startsWith(`${SET_ASIDE}/`)) return o.setAside ? 'set aside' : null;
  if (path.posix.basename(name).startsWith(TEMPORARY_PREFIX)) return 'temporary file';
  if (name.startsWith(`${SCRATCH}/`)) return o.done ? 'piece of a finished merge' : null;
  const checkpoint =
    /^((?:partitions|checkpoints)\/.+?)(?:\.quarantine\.jsonl|\.parquet|\.arrow|\.jsonl(?:\.gz|\.zst)?)$/.exec(
      name,
    );
  if (!checkpoint) return null;
  const record = `${checkpoint[1]}.json`;
  if (run.store.size(record) === null) return 'no record names it';
  // Its removal was broken off after the record had been marked.
  const cleaned = unsealed<CheckpointRecord>(run.store.read(record))?.cleaned === true;
  return cleaned && endsAsRows(name) ? 'its record says that it was removed' : null;
}

/** Temporary files of this run beside its export; those of other runs stay. */
function besideExport(run: OpenedRun): Garbage[] {
  const { folder } = targetOf(run.plan.export.path);
  const own = TEMPORARY_PREFIX + runToken(run.dir);
  return entriesIn(folder)
    .filter(({ name }) => name.startsWith(own))
    .map(({ name }) => garbage(path.join(folder, name), 'temporary file'))
    .filter((file) => !file.path.startsWith(run.dir + path.sep));
}

function garbage(file: string, why: Garbage['why']): Garbage {
  return { path: file, bytes: lookAt(file)?.size ?? 0, why };
}
