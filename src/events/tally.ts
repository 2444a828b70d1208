/** What the events of a run add up to, folded line by line in one pass; memory is bounded by partitions × ops. */
import type { JuicerEvent } from '../model/event.js';
import { addAttempt, emptyAttempts, type AttemptTally } from './attempt-tally.js';
import { addToPartition, emptyPartition, type PartitionTally } from './partition-tally.js';
import { addToRun, emptyRun, type RunTally } from './run-tally.js';
import { addUsage, emptyUsage, type UsageTally } from './usage-tally.js';

/** Name of the step that writes the reports. */
export const REPORT_STEP = 'report';

/** The sums. */
export interface Tally extends AttemptTally {
  run: RunTally;
  partitions: Map<number, PartitionTally>;
  usage: UsageTally;
}

/** Events in canonical order or as they come; what is provisional counts for nothing but the ops that are going on. */
export type Events = AsyncIterable<JuicerEvent> | Iterable<JuicerEvent>;

/** Adds up all events of a run. */
export async function tallyEvents(events: Events): Promise<Tally> {
  const tally = emptyTally();
  for await (const event of events) addEvent(tally, event);
  return tally;
}

/** The sums of nothing. */
export function emptyTally(): Tally {
  return {
    run: emptyRun(),
    ...emptyAttempts(),
    partitions: new Map(),
    usage: emptyUsage(),
  };
}

/**
 * Takes a line. Those of the step that writes the reports are left out: the reports cannot count themselves, and their
 * counts must hold afterwards too.
 */
export function addEvent(tally: Tally, event: JuicerEvent): void {
  const { partition_id: id } = event;
  if (event.operation_name === REPORT_STEP) return;
  if (!event.provisional) {
    addToRun(tally.run, event);
    addAttempt(tally, event);
    addUsage(tally.usage, event);
    if (event.event_type === 'PROCESSING_START') openAgain(tally);
  }
  if (id !== null) addToPartition(partitionOf(tally, id), event);
}

/** A new execution of a run that had ended takes up again what is not done. */
function openAgain({ partitions }: Tally): void {
  for (const partition of partitions.values()) {
    if (partition.status === 'done' || partition.status === 'skipped') continue;
    Object.assign(partition, { status: 'pending', begun: null });
  }
}

function partitionOf({ partitions }: Tally, id: number): PartitionTally {
  const partition = partitions.get(id) ?? emptyPartition();
  partitions.set(id, partition);
  return partition;
}
