/** The events of a run, from its slices and the server's histories: one way for the log file and the command line. */
import type { Client } from '@temporalio/client';
import type { JuicerEvent } from '../model/event.js';
import { storeAt } from '../storage/store-at.js';
import { isClosing } from './activity-stories.js';
import { notedExecutions } from './executions.js';
import { eventsFromStream } from './from-history.js';
import { mergeLines } from './merge-lines.js';
import { readRunHistories, type RunHistory } from './read-history.js';
import { coverKey, readSlices, sliceLines, toldBy, type SliceRecord } from './slices.js';

/** Which run: its id and its folder, null when that is not at hand. */
export interface RunPlace {
  runId: string;
  dir: string | null;
  /** Hears of executions whose history the server has dropped. */
  onGone?: (workflowId: string, runId: string) => void;
}

/**
 * All events of a run so far, in canonical order; none when neither the server nor a slice knows it. Asked again later it
 * gives the same lines again, and those that have been added since.
 */
export async function* exportRunEvents(client: Client, place: RunPlace): AsyncGenerator<JuicerEvent> {
  const { dir, runId, onGone } = place;
  const slices = dir === null ? [] : readSlices(dir);
  const { told, known } = toldBy(slices);
  const gone = new Set<string>();
  const noted = dir === null ? null : notedExecutions(storeAt(dir));
  const fromServer = eventsFromStream(
    readRunHistories(client, runId, noted, known),
    (workflowId, execution) => {
      gone.add(execution);
      onGone?.(workflowId, execution);
    },
    told,
  );
  // The server goes first, so that it is known whose lines are wanted from the slices.
  yield* mergeLines([fromServer, ...slices.map((slice) => wanted(dir ?? '', slice, { runId, gone }))]);
}

/** The lines of one execution and of the partitions that it has closed, which no slice has; `covers` fills as they are read. */
export async function* linesOfExecution(
  client: Client,
  { runId, dir, execution }: { runId: string; dir: string; execution: string },
  covers: string[],
): AsyncGenerator<JuicerEvent> {
  const others = readSlices(dir).filter((slice) => slice.execution !== execution);
  const { told, known } = toldBy(others);
  const noted = notedExecutions(storeAt(dir));
  const closed = onlyClosed(readRunHistories(client, runId, noted, known), covers);
  for await (const line of eventsFromStream(closed, undefined, told))
    if (line.source.workflow_id !== runId || line.source.run_id === execution) yield line;
}

/** A partition that is still open is told of later, whole. */
async function* onlyClosed(
  histories: AsyncIterable<RunHistory>,
  covers: string[],
): AsyncGenerator<RunHistory> {
  for await (const history of histories) {
    const last = history.execution?.events.at(-1);
    if (history.child && last && !isClosing(last)) continue;
    if (history.child) covers.push(coverKey(history));
    yield history;
  }
}

/** The run's own lines are in the server's history; only where that is gone the slice's are taken. */
async function* wanted(
  dir: string,
  slice: SliceRecord,
  o: { runId: string; gone: ReadonlySet<string> },
): AsyncGenerator<JuicerEvent> {
  for await (const line of sliceLines(dir, slice)) {
    const { workflow_id, run_id } = line.source;
    if (workflow_id !== o.runId || o.gone.has(run_id)) yield line;
  }
}
