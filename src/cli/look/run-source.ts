/** Where the events of a run come from: the server that knows it, else the files in its folder. */
import { findRunFolder, folderAt, type RunFolder } from '../../client/run-folder.js';
import { runOnServer } from '../../client/known-run.js';
import type { Session } from '../../client/session.js';
import { exportRunEvents } from '../../events/export.js';
import { loggedEvents } from '../../events/query.js';
import type { JuicerEvent } from '../../model/event.js';
import { RUN_ID_PATTERN } from '../../model/ids.js';
import { exists, realPath } from '../../storage/files.js';

/** A run with its events. */
export interface RunSource {
  runId: string;
  /** Absolute; it may be on another machine. */
  dir: string;
  /** Whether the folder is here. */
  here: boolean;
  from: 'history' | 'log';
  /** Reads them from the first on. */
  events(): AsyncGenerator<JuicerEvent>;
}

/**
 * The events of a run that is given by its id or by the path of its folder.
 * @throws JuicerError E_NO_SUCH_RUN.
 */
export async function runSource(session: Session, run: string): Promise<RunSource> {
  const folder = RUN_ID_PATTERN.test(run) ? null : folderAt(run);
  const runId = folder?.runId ?? run;
  const known = RUN_ID_PATTERN.test(runId) ? await runOnServer(session, runId) : null;
  // A copy of a folder has the log that came with it; the server may know more, of the run that it is a copy of.
  if (known && (folder === null || sameFolder(folder.dir, known.memo.dir)))
    return onServer(session, { runId, dir: known.memo.dir });
  const found = folder ?? (await noted(session, run));
  return { ...found, here: true, from: 'log', events: () => loggedEvents(found.dir) };
}

function onServer({ client }: Session, { runId, dir }: { runId: string; dir: string }): RunSource {
  const here = exists(dir);
  return {
    runId,
    dir,
    here,
    from: 'history',
    events: () => exportRunEvents(client, { runId, dir: here ? dir : null }),
  };
}

function noted(session: Session, run: string): Promise<RunFolder> {
  return findRunFolder(run, { target: session.target, openSession: () => Promise.resolve(session) });
}

function sameFolder(a: string, b: string): boolean {
  return exists(b) && realPath(a) === realPath(b);
}
