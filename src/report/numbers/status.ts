/** How a run stands by its events: true of one that has ended, and of one that goes on as far as it has come. */
import { hasEnded } from '../../events/performance.js';
import type { PartitionStand } from '../../events/partition-tally.js';
import { timeOf, type RunStand } from '../../events/run-tally.js';
import { tallyEvents, type Events, type Tally } from '../../events/tally.js';
import { addLedgers, emptyLedger, type Ledger } from '../../model/ledger.js';
import type { Verdict } from '../../model/verdict.js';

export { partitionStatus, type PartitionOp, type PartitionStatus } from './partition.js';

/** The run in numbers. Times are epoch seconds, `duration` and `paused_seconds` seconds. */
export interface StatusSummary {
  project_name: string | null;
  status: RunStand;
  /**
   * Completed partitions ÷ those that have come to an end; once the run has ended ÷ all. 1 while none has come to an end,
   * and of an empty dataset that completed.
   */
  success_rate: number;
  total_partitions: number;
  active_partitions: number;
  completed_partitions: number;
  failed_partitions: number;
  parked_partitions: number;
  skipped_partitions: number;
  cancelled_partitions: number;
  /** Those that wait for their turn, stopped at a checkpoint among them. With the six before they are all. */
  pending_partitions: number;
  /** `total` is the dataset's; the ledger is over the partitions that are done. */
  rows: Ledger & { total: number | null };
  attempts: { total: number; failed: number; lost: number };
  retries: number;
  checkpoints: { saved: number; loaded: number; removed_files: number };
  warnings: number;
  paused: boolean;
  paused_seconds: number;
  started_at: number | null;
  /** Time of the newest event. */
  updated_at: number | null;
  ended_at: number | null;
  duration: number | null;
  export: Verdict['export'];
  /** What failed the run. */
  error: { type: string; message: string } | null;
}

/** Partitions by state, success rate, rows, attempts and checkpoints. */
export async function statusSummary(events: Events): Promise<StatusSummary> {
  return statusOf(await tallyEvents(events));
}

/** The same from sums that were made before. */
export function statusOf(tally: Tally): StatusSummary {
  const { run } = tally;
  return {
    project_name: run.project,
    status: run.status,
    success_rate: successRate(tally),
    ...partitionCounts(tally),
    rows: { total: run.dataset?.rows ?? null, ...ledgerOf(tally) },
    attempts: { ...tally.attempts },
    retries: tally.retries,
    checkpoints: { saved: run.saved, loaded: run.loaded, removed_files: run.removedFiles },
    warnings: run.warnings,
    paused: run.status === 'paused',
    paused_seconds: pausedTime(tally),
    started_at: run.startedAt,
    updated_at: run.updatedAt,
    ended_at: run.endedAt,
    duration: timeOf(run),
    export: run.export,
    error: run.error && { type: run.error.type, message: run.error.message },
  };
}

/** Whether the run came to its end, at least for now. */
export function runHasEnded({ run }: Tally): boolean {
  return run.status === 'done' || run.status === 'failed' || run.status === 'cancelled';
}

function partitionCounts(
  tally: Tally,
): Pick<
  StatusSummary,
  | 'total_partitions'
  | 'active_partitions'
  | 'completed_partitions'
  | 'failed_partitions'
  | 'parked_partitions'
  | 'skipped_partitions'
  | 'cancelled_partitions'
  | 'pending_partitions'
> {
  const partitions = [...tally.partitions.values()];
  const of = (stand: PartitionStand): number => partitions.filter((p) => p.status === stand).length;
  const total = Math.max(tally.run.dataset?.partitions ?? 0, partitions.length);
  const ended = partitions.filter(hasEnded).length;
  return {
    total_partitions: total,
    active_partitions: of('running'),
    completed_partitions: of('done'),
    failed_partitions: of('failed'),
    parked_partitions: of('parked'),
    skipped_partitions: of('skipped'),
    cancelled_partitions: of('cancelled'),
    pending_partitions: total - ended - of('running'),
  };
}

function successRate(tally: Tally): number {
  const { total_partitions: total, completed_partitions: completed } = partitionCounts(tally);
  const ended = [...tally.partitions.values()].filter(hasEnded).length;
  const among = runHasEnded(tally) ? total : ended;
  if (among > 0) return completed / among;
  return tally.run.status === 'failed' || tally.run.status === 'cancelled' ? 0 : 1;
}

function ledgerOf({ partitions }: Tally): Ledger {
  let sum = emptyLedger();
  for (const { status, ledger } of partitions.values())
    if (status === 'done' && ledger) sum = addLedgers(sum, ledger);
  return sum;
}

function pausedTime({ run }: Tally): number {
  const now = run.pausedSince === null ? 0 : Math.max(0, (run.updatedAt ?? 0) - run.pausedSince);
  return run.pausedTime + now;
}
