/** Whether a run may still be worked on, and how it ended: by its server where that answers, else by its files. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { dialGuard } from '../server/guard-lock.js';
import { socketDir } from '../server/state-dir.js';
import { exists, readFile, realPath } from '../storage/files.js';
import { RUN_FILES } from '../storage/layout.js';
import { folderAt, notedRuns, type RunFolder, type RunSources } from './run-folder.js';
import { runHandle } from './run-handle.js';
import type { Session } from './session.js';

/** Whether the embedded server of a state folder is up: only then somebody works on the runs of that folder. */
export async function isServed(stateDir: string): Promise<boolean> {
  if (!exists(stateDir)) return false;
  const sockets = await socketDir(realPath(stateDir));
  const socket = await dialGuard(sockets);
  socket?.destroy();
  return socket !== null;
}

/**
 * A session without a worker, to ask how runs stand; null when there is no server to ask. An embedded server that is not up
 * is started only with `start`, and only when it has ever known a run.
 */
export async function sessionToAsk(sources: RunSources, start: boolean): Promise<Session | null> {
  const { target } = sources;
  if (target.kind === 'remote') return sources.openSession();
  const may = start ? exists(path.join(target.stateDir, 'temporal.db')) : await isServed(target.stateDir);
  return may ? sources.openSession() : null;
}

/** Whether a server has a run open now. Without a session nobody has. */
export async function isOpen(session: Session | null, runId: string): Promise<boolean> {
  if (!session) return false;
  try {
    return (await runHandle(session, runId).info()).state === 'running';
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_NO_SUCH_RUN') return false;
    throw error;
  }
}

/** Whether the server, or the state folder, that is asked is the one that a run belongs to, as far as can be told. */
export function isKnownHere({ target }: RunSources, run: RunFolder): boolean {
  if (target.kind === 'remote' || run.note !== null) return true;
  return notedRuns(target.stateDir).some((noted) => folderAt(noted.dir)?.dir === run.dir);
}

/** Whether a run has ended for good, by the word of {@link endOf}. */
export function hasEnded(status: string): boolean {
  return ['done', 'failed', 'cancelled'].includes(status);
}

/** How a run ended, by its files: the verdict's word; `unfinished` when there is none; `gone` when its folder is no run's. */
export function endOf({ dir }: RunFolder): { status: string; ended_at: string | null } {
  if (!folderAt(dir)) return { status: 'gone', ended_at: null };
  try {
    const text = readFile(path.join(dir, RUN_FILES.summary)).toString();
    const { verdict, ended_at } = JSON.parse(text) as { verdict?: unknown; ended_at?: unknown };
    if (typeof verdict !== 'string') return { status: 'unfinished', ended_at: null };
    return { status: verdict, ended_at: typeof ended_at === 'string' ? ended_at : null };
  } catch {
    // No summary, or none that can be read: nobody has said that the run is over.
    return { status: 'unfinished', ended_at: null };
  }
}
