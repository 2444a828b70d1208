/** Timeouts, retries and heartbeats of every activity: the one place where they are set. */
import { proxyActivities, proxyLocalActivities, type ActivityOptions } from '@temporalio/workflow';
import type { Activities, LocalActivities } from '../activities/factory.js';
import type { RunSettings } from '../model/plan.js';

const MINUTE = 60_000;

/** Time that is allowed for work on this many bytes: 30 min, and a minute more for each MiB. */
function timeFor(bytes: number): number {
  return 30 * MINUTE + Math.ceil(bytes / (1024 * 1024)) * MINUTE;
}

/** Planning, merging and reporting: few, long, worth many attempts. Errors that cannot heal are non-retryable by type. */
export function runActivities(heartbeatMs: number, summary: string, bytes = 0): Activities {
  return proxyActivities<Activities>({
    ...common(heartbeatMs, summary),
    startToCloseTimeout: timeFor(bytes),
    retry: { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 60_000, maximumAttempts: 20 },
  });
}

/** One segment of one partition, or its cut: the recipe's own retry settings. */
export function partitionActivities(
  settings: RunSettings,
  o: { summary: string; bytes: number; attempts: number },
): Activities {
  const { initial_ms, backoff, maximum_ms } = settings.retry;
  return proxyActivities<Activities>({
    ...common(settings.heartbeat_ms, o.summary),
    startToCloseTimeout: timeFor(o.bytes),
    retry: {
      initialInterval: initial_ms,
      backoffCoefficient: backoff,
      maximumInterval: Math.max(initial_ms, maximum_ms),
      maximumAttempts: o.attempts,
    },
  });
}

/** Looking up what is pending when a cancel comes: never waits for a slot, three seconds at most. */
export function pendingActivities(): LocalActivities {
  return proxyLocalActivities<LocalActivities>({
    scheduleToCloseTimeout: 3000,
    retry: { maximumAttempts: 1 },
  });
}

function common(
  heartbeatMs: number,
  summary: string,
): Pick<ActivityOptions, 'heartbeatTimeout' | 'cancellationType' | 'summary'> {
  // The string stands for ActivityCancellationType.WAIT_CANCELLATION_COMPLETED: attempts of a cancelled activity are kept.
  return { heartbeatTimeout: heartbeatMs, cancellationType: 'WAIT_CANCELLATION_COMPLETED', summary };
}
