/** Turns the histories of a run into its events: the same histories always give the same lines in the same order. */
import type { JuicerEvent } from '../model/event.js';
import { parsePartitionWorkflowId } from '../model/ids.js';
import type { Execution } from './history.js';
import { compareEvents, Lines } from './lines.js';
import { partitionLines } from './partition-lines.js';
import type { RunHistory } from './read-history.js';
import { runLines } from './run-lines.js';
import { ToldOps } from './told-ops.js';

/** Clocks of several servers may differ by this much, seconds. */
const SKEW_S = 10;

/** All events of some executions (of the run's workflow and of its partitions', each partition's in order), sorted. */
export function eventsFromHistories(executions: readonly Execution[]): JuicerEvent[] {
  const told = new ToldOps();
  return executions.flatMap((e) => linesOf(e, told)).sort(compareEvents);
}

/**
 * The same for histories as they are read, own ones first, then partitions by the time they were asked for: a line is
 * given as soon as no later history can hold an older one, so that only those of open partitions are in memory.
 * `onGone` hears of executions whose history the server has dropped. `told`: what other histories have told already.
 */
export async function* eventsFromStream(
  histories: AsyncIterable<RunHistory>,
  onGone: (workflowId: string, runId: string) => void = () => undefined,
  told = new ToldOps(),
): AsyncGenerator<JuicerEvent> {
  let waiting: JuicerEvent[] = [];
  for await (const { workflowId, runId, execution, child } of histories) {
    if (child) {
      waiting.sort(compareEvents);
      const bound = child.askedAt - SKEW_S;
      const ready = waiting.findIndex((e) => e.timestamp >= bound);
      const count = ready === -1 ? waiting.length : ready;
      yield* waiting.slice(0, count);
      waiting = waiting.slice(count);
    }
    if (!execution) onGone(workflowId, runId);
    if (execution) waiting.push(...linesOf(execution, told));
    else if (child) waiting.push(...goneLines(child));
  }
  yield* waiting.sort(compareEvents);
}

function linesOf(execution: Execution, told: ToldOps): JuicerEvent[] {
  const partition = parsePartitionWorkflowId(execution.workflowId)?.partition;
  if (partition === undefined) return runLines(execution);
  const lines = partitionLines(execution, told.of(partition));
  for (const line of lines) told.note(line);
  return lines;
}

/** A history that the server has dropped leaves a warning at the place where its workflow was started. */
export function goneLines({ workflowId, parent, event }: NonNullable<RunHistory['child']>): JuicerEvent[] {
  const lines = new Lines(parent, parsePartitionWorkflowId(workflowId)?.partition ?? null);
  lines.add(event, 'WARNING', `the server no longer has the history of ${workflowId}`);
  return lines.all;
}
