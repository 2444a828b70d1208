/** The events of a run: from the server's histories, or from the run's files when no server knows it any more. */
import { exportRunEvents } from '../events/export.js';
import { filterEvents, readEventLog, type EventFilter } from '../events/query.js';
import type { JuicerEvent } from '../model/event.js';
import { JuicerError } from '../model/errors.js';
import type { Session } from './session.js';
import { knownRun } from './known-run.js';

/**
 * Events that match, in canonical order; asked again later they are the same lines, and those added since.
 * @throws JuicerError E_NO_SUCH_RUN when neither the server nor a folder knows the run.
 */
export async function* runEvents(
  session: Session,
  runId: string,
  filter: EventFilter = {},
): AsyncGenerator<JuicerEvent> {
  const known = await knownRun(session, runId);
  if (!known)
    throw new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not known here`, {
      hint: 'juicer list shows the runs',
    });
  const { dir } = known.memo;
  if (known.on === 'server') yield* filterEvents(exportRunEvents(session.client, { runId, dir }), filter);
  else yield* filterEvents(readEventLog(dir), filter);
}
