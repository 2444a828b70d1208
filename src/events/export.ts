/** The events of a run, from the server's histories: the one way for the log file and for the command line. */
import type { Client } from '@temporalio/client';
import type { JuicerEvent } from '../model/event.js';
import { localStore } from '../storage/local-store.js';
import { notedExecutions } from './executions.js';
import { eventsFromStream } from './from-history.js';
import { readRunHistories } from './read-history.js';

/** Which run: its id and its folder, null when that is not at hand. */
export interface RunPlace {
  runId: string;
  dir: string | null;
  /** Hears of executions whose history the server has dropped. */
  onGone?: (workflowId: string, runId: string) => void;
}

/**
 * All events of a run so far, in canonical order; none when the server does not know the run. Asked again later it gives
 * the same lines again, and those that have been added since.
 */
export function exportRunEvents(
  client: Client,
  { runId, dir, onGone }: RunPlace,
): AsyncGenerator<JuicerEvent> {
  const noted = dir === null ? null : notedExecutions(localStore(dir));
  return eventsFromStream(readRunHistories(client, runId, noted), onGone);
}
