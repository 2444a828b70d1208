/** What a failure of an activity says: the attempts it carries, whether it is a cancel, how to tell it in words. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { AttemptRecord, Beat } from '../model/attempt.js';
import type { FailureInfo } from '../model/verdict.js';

/** Whether an activity ended by a cancel, also when its worker was dead at that moment. */
export function isCancelled(error: unknown): boolean {
  return (
    isCancellation(error) || (error instanceof ActivityFailure && error.retryState === 'CANCEL_REQUESTED')
  );
}

/** Whether another attempt is pointless: the activity said so itself. */
export function isFinal(error: unknown): boolean {
  return error instanceof ActivityFailure && error.retryState === 'NON_RETRYABLE_FAILURE';
}

/**
 * The attempts of an activity that failed, `made` of them when that many were allowed and used up. An attempt whose
 * worker died, or which ended by a heartbeat timeout, is marked lost.
 */
export function attemptsOf(error: unknown, made: number): AttemptRecord[] {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const attempts = [...carried(cause)];
  if (!(cause instanceof TimeoutFailure)) return attempts;
  for (let k = (attempts.at(-1)?.attempt ?? 0) + 1; k <= made; k++) attempts.push({ attempt: k });
  return attempts.map((a) => (a.ended_at !== undefined ? a : closed(a, cause)));
}

function carried(cause: unknown): AttemptRecord[] {
  if (cause instanceof TimeoutFailure)
    return (cause.lastHeartbeatDetails as Beat | undefined)?.attempts ?? [];
  if (cause instanceof ApplicationFailure || cause instanceof CancelledFailure) {
    return (cause.details?.at(-1) as Partial<Beat> | undefined)?.attempts ?? [];
  }
  return [];
}

function closed(attempt: AttemptRecord, cause: TimeoutFailure): AttemptRecord {
  return cause.timeoutType === 'HEARTBEAT'
    ? { ...attempt, lost: true }
    : { ...attempt, error_type: 'Timeout', error_message: `timed out (${cause.timeoutType})` };
}

/** What an activity or a child failed with; any other error is its own cause. */
export function activityError(error: unknown): unknown {
  return error instanceof ActivityFailure || error instanceof ChildWorkflowFailure
    ? (error.cause ?? error)
    : error;
}

/** Whether a partition's failure is one of the whole run: what it was planned with is not there any more. */
export function endsRun({ type }: FailureInfo): boolean {
  return type === 'E_INPUT_CHANGED' || type === 'E_REFUSED';
}

/** A failure in words that may be shown anywhere. */
export function failureInfo(
  error: unknown,
  extra: Pick<FailureInfo, 'partition' | 'op' | 'attempts'> = {},
): FailureInfo {
  const cause = activityError(error);
  if (cause instanceof TimeoutFailure) {
    return {
      type: 'Timeout',
      message: `no sign of life from the worker in time (${cause.timeoutType})`,
      ...extra,
    };
  }
  if (cause instanceof ApplicationFailure)
    return { type: cause.type ?? 'Error', message: cause.message, ...extra };
  return {
    type: cause instanceof Error ? cause.name : 'Error',
    message: cause instanceof Error ? cause.message : 'unknown',
    ...extra,
  };
}
