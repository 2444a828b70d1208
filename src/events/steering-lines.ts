/** Lines of what people asked of a run: updates that it accepted, and what a new execution of it was started with. */
import type { Alert } from '../model/alert.js';
import type { DatasetInput } from '../model/contract.js';
import type { Asked, DecideInput, RerunInput, TuneInput } from '../model/steering.js';
import type { Verdict } from '../model/verdict.js';
import type { EventType } from '../model/event.js';
import { values, type HistoryEvent } from './history.js';
import type { Lines } from './lines.js';

/** Adds a line for every update that the execution accepted. */
export function addSteering(lines: Lines, events: readonly HistoryEvent[]): void {
  for (const event of events) {
    const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
    if (!request) continue;
    const [input] = values(request.input?.args);
    const by = request.meta?.identity ?? null;
    addUpdate(lines, event, { name: request.input?.name ?? '', input, by });
  }
}

/** Adds a line for every ask that an execution was started with. */
export function addAsks(lines: Lines, first: HistoryEvent, { asks }: DatasetInput): void {
  for (const { partition, ask } of asks ?? []) {
    const [type, message] = told({ partition, ask });
    lines.add(first, type, message, { partition_id: partition, metadata: { ...ask } });
  }
}

/** Adds a line for every time that the run came to stand until a person decides. */
export function addWaits(lines: Lines, events: readonly HistoryEvent[]): void {
  for (const event of events) {
    const verdict = verdictIn(event);
    if (verdict?.status !== 'waiting') continue;
    const { counts, parked_partitions } = verdict;
    lines.add(event, 'WARNING', `run waits for a decision: ${counts.parked} partitions are parked`, {
      metadata: { counts, parked_partitions: parked_partitions.map((p) => p.partition) },
    });
  }
}

/** Adds a line for every alert that the run was told of. */
export function addAlerts(lines: Lines, events: readonly HistoryEvent[]): void {
  for (const event of events) {
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal?.signalName !== 'alert') continue;
    const [alert] = values(signal.input) as [Alert];
    lines.add(event, 'WARNING', `alert: ${alert.message}`, {
      partition_id: alert.partition ?? null,
      operation_name: alert.op ?? null,
      metadata: { alert },
    });
  }
}

/** The verdict that an event hands to the export of events; null for any other event. */
export function verdictIn(event: HistoryEvent): Verdict | null {
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled?.activityType?.name !== 'exportEvents') return null;
  const [input] = values(scheduled.input) as [{ verdict: Verdict }];
  return input.verdict;
}

function addUpdate(
  lines: Lines,
  event: HistoryEvent,
  { name, input, by }: { name: string; input: unknown; by: string | null },
): void {
  if (name === 'pause') lines.add(event, 'PAUSED', 'run was paused', { metadata: { by } });
  if (name === 'resume') lines.add(event, 'RESUMED', 'run was resumed', { metadata: { by } });
  if (name === 'tune') {
    const { max_concurrent_partitions: width } = input as TuneInput;
    const message = `at most ${width} partitions are open at a time`;
    lines.add(event, 'TUNED', message, { metadata: { max_concurrent_partitions: width, by } });
  }
  if (name === 'rerun') addRerun(lines, event, { ...(input as RerunInput), by });
  if (name === 'decide') addDecision(lines, event, { ...(input as DecideInput), by });
}

function addRerun(lines: Lines, event: HistoryEvent, o: RerunInput & { by: string | null }): void {
  const { partition, from_op = null, by } = o;
  const id = partition === 'parked' ? null : partition;
  const what = id === null ? 'all parked partitions' : `partition ${id}`;
  const start = from_op === null ? 'its last checkpoint' : from_op < 0 ? 'the input' : `op ${from_op}`;
  const metadata = { partition, from_op, by };
  lines.add(event, 'RERUN', `${what} is worked on again from ${start}`, { partition_id: id, metadata });
}

function addDecision(lines: Lines, event: HistoryEvent, o: DecideInput & { by: string | null }): void {
  const { partition, decision, by } = o;
  const id = partition === 'all' ? null : partition;
  const what = id === null ? 'all parked partitions' : `partition ${id}`;
  lines.add(event, 'DECIDED', `${what}: ${decision}`, {
    partition_id: id,
    metadata: { partition, decision, by },
  });
}

function told({ partition, ask }: Asked): [EventType, string] {
  if (ask === null) return ['RERUN', `partition ${partition} is worked on again`];
  if (ask.kind !== 'rerun') return ['DECIDED', `partition ${partition}: ${ask.kind}`];
  const start = ask.from_op < 0 ? 'the input' : `op ${ask.from_op}`;
  return ['RERUN', `partition ${partition} is worked on again from ${start}`];
}
