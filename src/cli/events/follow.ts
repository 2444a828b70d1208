/** `juicer events --follow`: events as they come, until the run ends or a person leaves. */
import { runOnServer } from '../../client/known-run.js';
import { runEvents } from '../../client/run-events.js';
import type { Session } from '../../client/session.js';
import { followRunEvents } from '../../events/follow.js';
import { filterEvents, type EventFilter } from '../../events/query.js';
import type { JuicerEvent } from '../../model/event.js';
import { EXIT } from '../../model/errors.js';
import { onInterrupt } from '../interrupt.js';
import type { LinePipe } from './pipe.js';

/** What to follow and how to tell it. */
export interface Following {
  runId: string;
  filter: EventFilter;
  provisional: boolean;
  text(event: JuicerEvent): string;
}

/**
 * Tells the events of an open run in order of arrival, those of one that has ended in canonical order; gives the exit code.
 * @throws JuicerError E_NO_SUCH_RUN.
 */
export async function followEvents(session: Session, o: Following, pipe: LinePipe): Promise<number> {
  const interrupt = onInterrupt();
  const stop = new AbortController();
  void interrupt.promise.then(() => stop.abort());
  const signal = AbortSignal.any([stop.signal, pipe.closed]);
  try {
    for await (const event of filterEvents(await source(session, o, signal), o.filter))
      if (!(await pipe.write(o.text(event)))) break;
  } catch (error) {
    // What is asked of the server when a person leaves fails by that.
    if (!signal.aborted) throw error;
  } finally {
    interrupt.stop();
  }
  return stop.signal.aborted ? EXIT.interrupted : EXIT.done;
}

async function source(
  session: Session,
  { runId, provisional }: Following,
  signal: AbortSignal,
): Promise<AsyncIterable<JuicerEvent>> {
  const known = await runOnServer(session, runId);
  if (known?.state !== 'running') return runEvents(session, runId);
  return followRunEvents(session.client, { runId, dir: known.memo.dir }, { signal, provisional });
}
