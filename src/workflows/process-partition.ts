/** One partition: a loop that finds the furthest valid record and goes on from there, segment by segment. */
import { ActivityFailure, ApplicationFailure, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { FinishResult, PartitionInput, PartitionResult, SegmentResult } from '../model/contract.js';
import { emptyLedger } from '../model/ledger.js';
import type { RunSettings } from '../model/plan.js';
import type { Activities } from '../activities/factory.js';
import { cancelInOrder } from './cancel.js';
import { attemptsOf, failureInfo, isCancelled, isFinal } from './failures.js';
import { partitionActivities } from './options.js';

/** Processes one partition and answers with counts; a failure is an answer too, so that the run decides about it. */
export async function processPartition(input: PartitionInput): Promise<PartitionResult> {
  let at = 'cut';
  const steps: string[] = [];
  const show = (line: string): void => {
    steps.push(line);
    setCurrentDetails(steps.map((s) => `- ${s}`).join('\n'));
  };
  try {
    return await cancelInOrder(async () => {
      const task = { run: input.run, partition: input.partition };
      const cut = await persist(input, `read and cut · ${input.rows} rows`, (a) => a.cutPartition(task));
      let rows = cut.ledger.rows_out;
      show(`read: ${cut.ledger.rows_in} rows, ${cut.ledger.quarantined} quarantined`);
      for (const segment of input.segments.slice(cut.next_segment ?? 0)) {
        at = segment.summary;
        const name = `${segment.summary} · ${rows} rows`;
        const done = await persist(input, name, (a) => a.applySegment({ ...task, segment: segment.index }));
        rows = done.ledger.rows_out;
        show(`${segment.summary}: ${done.ledger.rows_in} → ${done.ledger.rows_out} rows`);
      }
      at = 'finish';
      return finished(input, await persist(input, 'finish', (a) => a.finishPartition(task)));
    });
  } catch (error) {
    if (isCancelled(error)) return ended(input, 'cancelled');
    if (!(error instanceof ActivityFailure || error instanceof ApplicationFailure)) throw error;
    return { ...ended(input, 'failed'), failure: failureInfo(error, { partition: input.partition, op: at }) };
  }
}

function finished(input: PartitionInput, done: FinishResult): PartitionResult {
  return {
    partition: input.partition,
    status: 'done',
    ledger: done.ledger,
    record_sha256: done.record.sha256,
    failure: null,
  };
}

function ended(input: PartitionInput, status: 'failed' | 'cancelled'): PartitionResult {
  return { partition: input.partition, status, ledger: emptyLedger(), record_sha256: null, failure: null };
}

/**
 * Runs an activity under Temporal's retry policy. Temporal counts the attempt of a dead worker, the recipe does not: as
 * long as attempts were lost, the activity is scheduled again with what is left of its own attempts.
 */
async function persist<R extends SegmentResult | FinishResult>(
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
