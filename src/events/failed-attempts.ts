/** Every failed attempt of an activity, gathered from wherever history holds its record. */
import { ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import type { AttemptRecord, Beat } from '../model/attempt.js';
import type { ActivityStory } from './activity-stories.js';
import { failureOf, values } from './history.js';

/**
 * Records of the attempts that failed, from the first to the last without a gap, each with an `error_type`: that of its
 * error, `Timeout`, `Cancelled`, or `WorkerLost` where the end is unknown.
 */
export function failedAttempts(story: ActivityStory): AttemptRecord[] {
  const known = new Map<number, AttemptRecord>();
  for (const record of [...(story.pending?.attempts ?? []), ...carried(story)])
    known.set(record.attempt, record);
  const tried = Math.max(acceptedAttempt(story), story.pending?.tried ?? 0, ...known.keys());
  const last = story.end === 'completed' ? acceptedAttempt(story) - 1 : tried;
  return Array.from({ length: Math.max(0, last) }, (_, i) => {
    const record = known.get(i + 1) ?? { attempt: i + 1 };
    return ended(record, i + 1 === last ? story : null);
  });
}

/** Number of the attempt whose end closed the activity, 0 when none ran. */
export function acceptedAttempt(story: ActivityStory): number {
  return story.started?.activityTaskStartedEventAttributes?.attempt ?? 0;
}

/** The records that the closing event carries: in the result, the failure's details, or the last heartbeat. */
function carried({ closed }: ActivityStory): AttemptRecord[] {
  const done = closed?.activityTaskCompletedEventAttributes;
  if (done) return recordsIn(values(done.result)[0]);
  const cancelled = closed?.activityTaskCanceledEventAttributes;
  if (cancelled) return recordsIn(values(cancelled.details).at(-1));
  const failed = closed?.activityTaskFailedEventAttributes ?? closed?.activityTaskTimedOutEventAttributes;
  const error = failed?.failure ? failureOf(failed.failure) : null;
  if (error instanceof TimeoutFailure) return recordsIn(error.lastHeartbeatDetails);
  return error instanceof ApplicationFailure ? recordsIn(error.details?.at(-1)) : [];
}

function recordsIn(value: unknown): AttemptRecord[] {
  return (value as Partial<Beat> | null | undefined)?.attempts ?? [];
}

/** Gives a record an end. `closing`: the activity whose end this attempt was; null for an earlier attempt. */
function ended(record: AttemptRecord, closing: ActivityStory | null): AttemptRecord {
  if (record.lost) return { ...record, error_type: record.error_type ?? 'WorkerLost' };
  if (record.ended_at !== undefined) return { ...record, error_type: record.error_type ?? 'Error' };
  if (closing?.end === 'timed_out') return timedOut(record, closing);
  if (closing?.end === 'cancelled' && closing.started)
    return { ...record, error_type: 'Cancelled', error_message: 'CANCELLED' };
  if (closing?.end === 'failed') return withoutRecord(record, closing);
  return lost(record);
}

function timedOut(record: AttemptRecord, { closed }: ActivityStory): AttemptRecord {
  const failure = closed?.activityTaskTimedOutEventAttributes?.failure;
  const error = failure ? failureOf(failure) : null;
  const kind = error instanceof TimeoutFailure ? error.timeoutType : 'unknown';
  if (kind === 'HEARTBEAT') return lost(record);
  return { ...record, error_type: 'Timeout', error_message: `timed out (${kind})` };
}

/** A failure that did not come through the gate of our activities: its message is not ours, only its type is told. */
function withoutRecord(record: AttemptRecord, { closed }: ActivityStory): AttemptRecord {
  const failure = closed?.activityTaskFailedEventAttributes?.failure;
  const error = failure ? failureOf(failure) : null;
  const type = (error instanceof ApplicationFailure ? error.type : null) ?? 'Error';
  return {
    ...record,
    error_type: type,
    error_message: `failed outside of the activity's own code (${type})`,
  };
}

function lost(record: AttemptRecord): AttemptRecord {
  return { ...record, error_type: 'WorkerLost', lost: true };
}
