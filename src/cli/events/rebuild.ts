/** `juicer events --rebuild`: the event log of a run that has ended, written again from history and slices. */
import path from 'node:path';
import { loggingOf, planOf } from '../../activities/plan-of.js';
import { runOnServer } from '../../client/known-run.js';
import type { Session } from '../../client/session.js';
import { exportRunEvents } from '../../events/export.js';
import { writeEventLog } from '../../events/log-file.js';
import { readSlices } from '../../events/slices.js';
import type { JuicerEvent } from '../../model/event.js';
import { JuicerError } from '../../model/errors.js';
import { exists } from '../../storage/files.js';
import { RUN_FILES } from '../../storage/layout.js';
import { storeAt } from '../../storage/store-at.js';

/**
 * Writes the files that the end of the run wrote, with the same bytes; gives their names and the number of lines.
 * @throws JuicerError E_NO_SUCH_RUN when no server knows the run; E_REFUSED when it goes on, its folder is not here, it has
 *   no event log, or the server has dropped histories that the log, damaged or not, may still tell of.
 */
export async function rebuildLog(
  session: Session,
  runId: string,
): Promise<{ files: string[]; events: number }> {
  const dir = await closedRunDir(session, runId);
  const store = storeAt(dir);
  const plan = planOf(store);
  if (plan && !plan.settings.export_events)
    throw new JuicerError('E_REFUSED', `run ${runId} has no event log: its recipe turns it off`, {
      hint: `juicer events ${runId} prints the events`,
    });
  const gone: string[] = [];
  const sliced = new Set(readSlices(dir).map((slice) => slice.execution));
  const onGone = (_workflow: string, execution: string): void => {
    if (!sliced.has(execution)) gone.push(execution);
  };
  const events = refusing(exportRunEvents(session.client, { runId, dir, onGone }), () => {
    if (gone.length > 0 && exists(path.join(dir, RUN_FILES.events))) throw dropped(runId, gone.length);
  });
  const written = await writeEventLog(store, events, loggingOf(plan));
  return { files: written.files.map((file) => file.path), events: written.events };
}

async function closedRunDir(session: Session, runId: string): Promise<string> {
  const known = await runOnServer(session, runId);
  if (!known)
    throw new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not known to the server`, {
      hint: 'its log can be made from its history only; juicer list shows the runs',
    });
  if (known.state === 'running')
    throw new JuicerError('E_REFUSED', `run ${runId} goes on; its worker keeps the event log`, {
      hint: 'the log is written whole when the run ends',
    });
  const { dir } = known.memo;
  if (!exists(dir)) throw new JuicerError('E_REFUSED', `the folder of run ${runId} is not here: ${dir}`);
  return dir;
}

/** Nothing is written before all lines are there: what `check` throws then leaves the log as it was. */
async function* refusing(events: AsyncIterable<JuicerEvent>, check: () => void): AsyncGenerator<JuicerEvent> {
  yield* events;
  check();
}

function dropped(runId: string, count: number): JuicerError {
  return new JuicerError(
    'E_REFUSED',
    `the server has dropped ${count} histories of run ${runId}; the log may hold lines that nothing else does`,
    { hint: `move ${RUN_FILES.events} away to have the lines that are left` },
  );
}
