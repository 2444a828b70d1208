/** Starts, errors and retries: the lines of attempts, numbered through per piece of work within one execution. */
import type { AttemptRecord } from '../model/attempt.js';
import type { ActivityResult } from '../model/contract.js';
import type { ActivityStory } from './activity-stories.js';
import { acceptedAttempt, failedAttempts } from './failed-attempts.js';
import type { HistoryEvent } from './history.js';
import type { LineFields, Lines } from './lines.js';

/** What an attempt works on: an op of the recipe, or a step such as `partition`, which has no place among the ops. */
export interface Work {
  name: string;
  idx: number | null;
  /** The ops, when the attempt runs several in one go. */
  ops?: string[];
}

/**
 * Numbers the attempts at each piece of work from 1 without a gap, over all activities that were scheduled for it: a
 * child schedules a segment again when attempts were lost with their worker.
 */
export class AttemptNumbers {
  private readonly stands = new Map<string, { count: number; failed: boolean }>();

  /** The number of the next attempt. */
  next(work: Work): number {
    const stand = this.stand(work);
    stand.count++;
    stand.failed = false;
    return stand.count;
  }

  /** The number of the newest attempt. */
  current(work: Work): number {
    return this.stand(work).count;
  }

  /** Notes that the newest attempt failed. */
  fail(work: Work): void {
    this.stand(work).failed = true;
  }

  /** The attempt that would follow the newest one if that failed, else null. */
  afterFailure(work: Work): number | null {
    const { count, failed } = this.stand(work);
    return failed ? count + 1 : null;
  }

  private stand(work: Work): { count: number; failed: boolean } {
    const key = String(work.idx ?? work.name);
    const stand = this.stands.get(key) ?? { count: 0, failed: false };
    this.stands.set(key, stand);
    return stand;
  }
}

/** Adds the lines of an activity's failed attempts, and of the retry that scheduling it was. */
export function addFailedAttempts(
  lines: Lines,
  story: ActivityStory,
  work: Work,
  numbers: AttemptNumbers,
): void {
  const again = numbers.afterFailure(work);
  if (again !== null) addRetry(lines, story.scheduled, { work, attempt: again });
  const end = story.closed;
  if (!end) return;
  const records = failedAttempts(story);
  for (const [i, record] of records.entries()) {
    const closing = story.end !== 'completed' && i === records.length - 1;
    const begin = story.started ?? end;
    const attempt = numbers.next(work);
    const fields = { ...fieldsOf(work), attempt };
    const seen = { activity_id: story.id, activity_attempt: record.attempt };
    const metadata = {
      ...metadataOf(work),
      ...seen,
      worker: record.worker ?? null,
      started_at: record.started_at ?? null,
    };
    lines.add(begin, 'OPERATION_START', `${work.name}: attempt ${attempt} started`, { ...fields, metadata });
    addError(lines, closing ? end : begin, { record, work, fields: { ...fields, metadata } });
    numbers.fail(work);
    if (!closing) addRetry(lines, begin, { work, attempt: attempt + 1 });
  }
}

/** An activity that completed: its story, what it worked on, its result, the number of the attempt that succeeded. */
export interface Accepted<R extends ActivityResult> {
  story: ActivityStory;
  closed: HistoryEvent;
  work: Work;
  result: R;
  attempt: number;
}

/** Adds what the attempt that succeeded used; one line for each such attempt. */
export function addUsage(lines: Lines, accepted: Accepted<ActivityResult>): void {
  const { closed, work, result, attempt } = accepted;
  lines.add(
    closed,
    'RESOURCE_USAGE',
    `${work.name}: ${result.resource_usage.cpu_seconds ?? '?'} s of CPU time`,
    {
      ...fieldsOf(work),
      ...timesOf(result),
      attempt,
      metadata: { ...metadataOf(work), ...acceptedMetadata(accepted) },
      resource_usage: result.resource_usage,
    },
  );
}

/** Name and index of the work, as a line has them. */
export function fieldsOf(work: Work): LineFields {
  return { operation_name: work.name, operation_idx: work.idx };
}

/** Duration of the attempt that succeeded, in seconds. */
export function timesOf(result: ActivityResult): LineFields {
  return { duration: seconds(result.ended_at - result.started_at) };
}

/** Where and when the attempt that succeeded ran. */
export function acceptedMetadata({ story, result }: Accepted<ActivityResult>): Record<string, unknown> {
  const { worker, started_at, ended_at } = result;
  return { activity_id: story.id, activity_attempt: acceptedAttempt(story), worker, started_at, ended_at };
}

/** A duration as it is told: not negative (clocks may be set back), to the microsecond. */
export function seconds(duration: number): number {
  return Math.max(0, Math.round(duration * 1e6) / 1e6);
}

function metadataOf(work: Work): Record<string, unknown> {
  return work.ops ? { ops: work.ops } : {};
}

function addError(
  lines: Lines,
  event: HistoryEvent,
  o: { record: AttemptRecord; work: Work; fields: LineFields },
): void {
  const { record, work, fields } = o;
  const message =
    record.error_message ?? (record.lost ? 'the worker died or went silent' : (record.error_type ?? 'Error'));
  const known = record.started_at !== undefined && record.ended_at !== undefined;
  lines.add(event, 'OPERATION_ERROR', `${work.name}: attempt ${fields.attempt} failed: ${message}`, {
    ...fields,
    duration: known ? seconds((record.ended_at ?? 0) - (record.started_at ?? 0)) : null,
    error_message: message,
    stack_trace: record.stack ? record.stack.join('\n') : null,
    metadata: {
      ...fields.metadata,
      ended_at: record.ended_at ?? null,
      error_type: record.error_type,
      lost: record.lost ?? false,
    },
  });
}

function addRetry(lines: Lines, event: HistoryEvent, o: { work: Work; attempt: number }): void {
  const { work, attempt } = o;
  lines.add(event, 'OPERATION_RETRY', `${work.name}: attempt ${attempt} follows`, {
    ...fieldsOf(work),
    attempt,
    metadata: metadataOf(work),
  });
}
