/** Persistence in one activity: the recipe's own count of attempts, in which those of a dead worker do not count. */
import { ApplicationFailure, sleep } from '@temporalio/workflow';
import type { FinishResult, PartitionInput, SegmentResult } from '../model/contract.js';
import type { RunSettings } from '../model/plan.js';
import type { Activities } from '../activities/factory.js';
import { attemptsOf, isCancelled, isFinal } from './failures.js';
import { partitionActivities } from './options.js';

/**
 * Runs an activity under Temporal's retry policy. Temporal counts the attempt of a dead worker, the recipe does not: as
 * long as attempts were lost, the activity is scheduled again with what is left of its own attempts.
 */
export async function persist<R extends SegmentResult | FinishResult>(
  input: PartitionInput,
  name: string,
  call: (a: Activities) => Promise<R>,
): Promise<R> {
  const { settings, bytes, partition } = input;
  let failures = 0;
  let losses = 0;
  for (;;) {
    // Never more than would use up the losses, if all of them were lost: Temporal does not tell before the last one.
    const attempts = Math.min(settings.max_attempts - failures, settings.max_worker_losses - losses + 1);
    const summary = `p${partition} · ${name}`;
    try {
      return await call(partitionActivities(settings, { summary, bytes, attempts }));
    } catch (error) {
      if (isCancelled(error) || isFinal(error)) throw error;
      const made = attemptsOf(error, attempts);
      const lost = made.filter((a) => a.lost).length;
      losses += lost;
      failures += made.length - lost;
      if (made.length === 0 || failures >= settings.max_attempts) throw error;
      if (losses > settings.max_worker_losses) throw tooManyLosses(losses, settings);
      if (!made.at(-1)?.lost) await sleep(pause(settings, failures));
    }
  }
}

function tooManyLosses(losses: number, settings: RunSettings): ApplicationFailure {
  const times = losses === 1 ? 'once' : `${losses} times`;
  const message = `the worker died or went silent ${times} (max_worker_losses: ${settings.max_worker_losses})`;
  return ApplicationFailure.nonRetryable(message, 'WorkerLost');
}

/** Time before the next attempt after some failures, as Temporal's own policy has it. */
function pause({ retry }: RunSettings, failures: number): number {
  const longest = Math.max(retry.initial_ms, retry.maximum_ms);
  return Math.min(longest, retry.initial_ms * retry.backoff ** (failures - 1));
}
