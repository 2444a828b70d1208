/** Finds the folder of a run without asking more than is needed: a path, the state folder's note, a configured server. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { RUN_ID_PATTERN } from '../model/ids.js';
import { fromUrl } from '../model/object-path.js';
import type { Target } from '../server/connect.js';
import { entriesIn, exists, readFile, realPath } from '../storage/files.js';
import { RUN_FILES } from '../storage/layout.js';
import { runHandle, type RunMemo } from './run-handle.js';
import type { Session } from './session.js';

/** A run's folder, as it was found. */
export interface RunFolder {
  runId: string;
  /** Absolute path. */
  dir: string;
  /** The state folder's note of the run; null when it was found in another way. */
  note: string | null;
}

/** Where to look: the server that is named, or the state folder; `openSession` is called for a configured server only. */
export interface RunSources {
  target: Target;
  openSession(): Promise<Session>;
}

/**
 * The folder of a run that is given by its id or by the path of its folder. An id goes before a folder of that name in
 * the current folder; with a separator in it, it is a path.
 * @throws JuicerError E_NO_SUCH_RUN, E_CONNECTION when a configured server has to be asked and does not answer.
 */
export async function findRunFolder(run: string, sources: RunSources): Promise<RunFolder> {
  const isId = RUN_ID_PATTERN.test(run);
  const noted = isId && sources.target.kind === 'embedded' ? readNote(sources.target.stateDir, run) : null;
  if (noted) return existing(noted);
  const given = folderAt(run);
  if (given && (!isId || sources.target.kind === 'embedded')) return given;
  if (isId && sources.target.kind === 'remote') return existing(await askServer(run, sources));
  throw new JuicerError('E_NO_SUCH_RUN', `run ${JSON.stringify(run)} is not known here`, {
    hint: 'juicer list shows the runs; the path of a run folder is taken too',
  });
}

/** Every run that the state folder has a note of, by id. Notes that cannot be read are left out. */
export function notedRuns(stateDir: string): RunFolder[] {
  const folder = path.join(stateDir, 'runs');
  return entriesIn(folder)
    .map((entry) => entry.name)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => readNote(stateDir, name.slice(0, -'.json'.length)) ?? []);
}

/** The run in a folder, null when it is no run's folder. Its id is that of its plan, else the folder's name. */
export function folderAt(folder: string): RunFolder | null {
  const dir = path.resolve(fromUrl(folder));
  if (!exists(path.join(dir, RUN_FILES.recipe))) return null;
  const plan = parsed<{ run_id?: unknown }>(path.join(dir, RUN_FILES.plan));
  const id = plan?.run_id;
  const runId = typeof id === 'string' && RUN_ID_PATTERN.test(id) ? id : path.basename(dir);
  return { runId, dir: realPath(dir), note: null };
}

function readNote(stateDir: string, runId: string): RunFolder | null {
  if (!RUN_ID_PATTERN.test(runId)) return null;
  const note = path.join(stateDir, 'runs', `${runId}.json`);
  const memo = parsed<RunMemo>(note);
  return typeof memo?.dir === 'string' ? { runId, dir: memo.dir, note } : null;
}

async function askServer(runId: string, sources: RunSources): Promise<RunFolder> {
  const session = await sources.openSession();
  try {
    const { memo } = await runHandle(session, runId).info();
    return { runId, dir: memo.dir, note: null };
  } finally {
    await session.close();
  }
}

function existing(found: RunFolder): RunFolder {
  if (exists(found.dir)) return found;
  throw new JuicerError('E_NO_SUCH_RUN', `the folder ${found.dir} of run ${found.runId} is not here`, {
    hint: 'it was moved, removed, or is on another machine; the path of a run folder is taken too',
  });
}

/** The JSON in a file; null when there is none, or none that can be read. */
function parsed<T>(file: string): T | null {
  try {
    return JSON.parse(readFile(file).toString()) as T;
  } catch {
    // Promised above: what cannot be read is not known.
    return null;
  }
}
