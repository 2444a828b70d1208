/** Lines from the history of one partition's workflow. */
import type { FinishResult, PartitionInput, PartitionResult, SegmentResult } from '../model/contract.js';
import { LEFT_OUT, type JuicerEvent } from '../model/event.js';
import { activityStories, isClosing, type ActivityStory } from './activity-stories.js';
import {
  acceptedMetadata,
  addFailedAttempts,
  addUsage,
  AttemptNumbers,
  fieldsOf,
  seconds,
  timesOf,
  type Accepted,
  type Work,
} from './attempt-lines.js';
import { closingFailure } from './closing.js';
import { eventTime, values, type Execution, type HistoryEvent } from './history.js';
import { Lines } from './lines.js';
import { addReused } from './reused-lines.js';
import { addSegment, addSetAside, type SegmentContext } from './segment-lines.js';
import { opNameAt, segmentWork } from './segment-work.js';

/**
 * Lines of one execution of a partition's workflow. `completed`: indices of the ops whose completion earlier executions
 * of this partition have told already.
 */
export function partitionLines(execution: Execution, completed: ReadonlySet<number>): JuicerEvent[] {
  const first = execution.events[0];
  const started = first?.workflowExecutionStartedEventAttributes;
  if (!first || !started) return [];
  const [input] = values(started.input) as [PartitionInput];
  const lines = new Lines(execution, input.partition);
  const { rows, bytes, ask } = input;
  const leftOut = ask?.kind === 'skip';
  if (!leftOut)
    lines.add(first, 'PARTITION_START', `partition ${input.partition} started: ${rows} rows`, {
      metadata: { rows, bytes, ...(ask ? { ask } : {}) },
    });
  const context: SegmentContext = {
    lines,
    input,
    numbers: new AttemptNumbers(),
    completed: new Set(completed),
    here: new Set(),
  };
  let finished = false;
  for (const story of activityStories(execution.events)) {
    addFailedAttempts(lines, story, workOf(story, input), context.numbers);
    if (story.end !== 'completed' || !story.closed) continue;
    addAccepted(context, story, story.closed);
    if (story.type !== 'finishPartition') continue;
    finished = true;
    addComplete(lines, story, { first, end: story.closed });
  }
  const last = execution.events.at(-1);
  if (!finished && last && isClosing(last)) addEnd(lines, { first, last, leftOut });
  return lines.all;
}

/** What an activity of a partition works on. */
export function workOf(story: ActivityStory, input: PartitionInput): Work {
  if (story.type === 'cutPartition') return { name: 'partition', idx: -1 };
  if (story.type === 'applySegment')
    return segmentWork(input.segments, (story.input as { segment: number }).segment);
  const names: Record<string, string> = { finishPartition: 'finish', skipPartition: 'skip' };
  return { name: names[story.type] ?? story.type, idx: null };
}

function addAccepted(context: SegmentContext, story: ActivityStory, closed: HistoryEvent): void {
  const { lines, input, numbers } = context;
  const work = workOf(story, input);
  const [result] = values(closed.activityTaskCompletedEventAttributes?.result) as [SegmentResult];
  const accepted = { story, closed, work, result, attempt: 0 };
  if (story.type === 'applySegment') addSegment(context, accepted);
  else accepted.attempt = numbers.next(work);
  if (story.type === 'cutPartition') addCut(context, accepted);
  // What an earlier execution made and told, and this one only found, has no attempt of its own here.
  addUsage(lines, { ...accepted, attempt: Math.max(1, numbers.current(work)) });
}

/** The partition was read and written, or a checkpoint of an earlier execution was found to go on from. */
function addCut(context: SegmentContext, accepted: Accepted<SegmentResult>): void {
  const { lines } = context;
  const { result, closed, work, attempt } = accepted;
  const found = result.outcome === 'adopted' ? (result.loaded_from ?? -1) : -1;
  addReused(context, accepted);
  if (result.outcome === 'adopted' && result.reused?.up_to_op === result.loaded_from) {
    addSetAside(lines, accepted);
    return;
  }
  if (found >= 0) {
    addSegment(context, { ...accepted, work: { name: opNameAt(context.input.segments, found), idx: found } });
    return;
  }
  const { outcome, ledger, checkpoint } = result;
  // What was asked for is no warning.
  addSetAside(lines, accepted, context.input.ask?.kind === 'rerun' ? 'INFO' : 'WARNING');
  const metadata = { ...checkpoint, outcome, ...acceptedMetadata(accepted) };
  const fields = { ...fieldsOf(work), attempt, metadata };
  lines.add(closed, 'INFO', `${ledger.rows_in} rows read, ${ledger.quarantined} quarantined`, {
    metadata: { ...ledger },
  });
  if (outcome === 'made')
    lines.add(closed, 'CHECKPOINT_SAVE', `saved ${checkpoint.path}`, { ...fields, ...timesOf(result) });
  else lines.add(closed, 'CHECKPOINT_LOAD', `loaded ${checkpoint.path}`, fields);
}

function addComplete(
  lines: Lines,
  story: ActivityStory,
  o: { first: HistoryEvent; end: HistoryEvent },
): void {
  const [done] = values(o.end.activityTaskCompletedEventAttributes?.result) as [FinishResult];
  const { rows_in, rows_out } = done.ledger;
  const duration = seconds(eventTime(o.end) - eventTime(o.first));
  lines.add(o.end, 'PARTITION_COMPLETE', `partition completed: ${rows_in} rows in, ${rows_out} out`, {
    duration,
    metadata: { ledger: done.ledger, result: done.result, record: done.record, activity_id: story.id },
    performance_metrics: { rows_in, rows_out, rows_per_second: duration > 0 ? rows_in / duration : null },
  });
}

/**
 * The end of a partition that did not finish: it answered so, or its workflow was closed from outside. One that was only
 * to be left out has no start, and so no end: it stands as before unless it came to that.
 */
function addEnd(lines: Lines, o: { first: HistoryEvent; last: HistoryEvent; leftOut: boolean }): void {
  const { first, last } = o;
  const duration = seconds(eventTime(last) - eventTime(first));
  const [answer] = values(last.workflowExecutionCompletedEventAttributes?.result) as [
    PartitionResult | undefined,
  ];
  if (o.leftOut && answer?.status !== 'skipped') return;
  if (answer?.status === 'yielded') {
    const message = `partition stopped at a checkpoint, before segment ${answer.next}; it is started again later`;
    return lines.add(last, 'PAUSED', message, { duration, metadata: { next: answer.next } });
  }
  const { type, message, op } = answer?.failure ?? closingFailure(last);
  if (answer?.status === 'cancelled' || type === 'Cancelled') {
    lines.add(last, 'CANCELLED', 'partition was cancelled', { duration });
    return;
  }
  const metadata = { error_type: type, ...(op === undefined ? {} : { op }) };
  const fields = { duration, error_message: message, metadata };
  if (!o.leftOut) lines.add(last, 'PARTITION_ERROR', `partition failed: ${message}`, fields);
  if (answer?.status === 'parked')
    lines.add(last, 'PARTITION_PARKED', 'partition is parked until a person decides', { metadata });
  if (answer?.status === 'skipped') lines.add(last, 'WARNING', LEFT_OUT, { metadata });
}
