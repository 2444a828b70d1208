/** The state of the live view from what was folded, at one moment. */
import { rate } from '../../events/numbers.js';
import type { PartitionTally } from '../../events/partition-tally.js';
import type { Tally } from '../../events/tally.js';
import { timeSoFar, type Counted, countPartitions } from './counted.js';
import { etaOf } from './eta.js';
import type { WatchFold } from './fold.js';
import type { Beside, WatchedPartition, WatchState } from './state.js';

const MIB = 2 ** 20;
const TROUBLED = 100;

/** What is to be shown at `now`, epoch seconds. */
export function snapshot(fold: WatchFold, beside: Beside, now: number): WatchState {
  const { tally } = fold;
  const { run } = tally;
  const counted = countPartitions(tally);
  const elapsed = timeSoFar(run, now);
  const goesOn = run.status === 'running' || run.status === 'paused';
  const recent = goesOn ? fold.rate(now) : null;
  const bytes = counted.bytesDone;
  return {
    schemaVersion: 1,
    ...beside,
    at: now,
    project: run.project,
    status: statusOf(tally, beside),
    elapsed,
    paused_since: run.pausedSince,
    partitions: counted.partitions,
    rows: { all: run.dataset?.rows ?? null, done: counted.rowsDone },
    rows_per_second: { recent: recent?.rows ?? null, mean: rate(counted.rowsDone, elapsed) },
    mb_per_second: { recent: recent && recent.bytes / MIB, mean: rate(bytes / MIB, elapsed) },
    eta: run.status === 'running' ? etaOf(sourcesOf(tally, counted)) : null,
    ops: counted.ops,
    ...listed(tally, now),
    alerts: fold.alerts,
  };
}

/** A run that goes on is what its worker says; the end is in the events. */
function statusOf({ run }: Tally, { phase }: Beside): string {
  return run.status === 'running' && phase !== null ? phase : run.status.replace('_', ' ');
}

function sourcesOf({ run }: Tally, counted: Counted): Parameters<typeof etaOf>[0] {
  const unseen = Math.max(0, (run.dataset?.bytes ?? 0) - counted.bytesSeen);
  return { done: counted.paces, bytesLeft: counted.bytesLeft + unseen, open: counted.partitions.open };
}

function listed({ partitions, run }: Tally, now: number): Pick<WatchState, 'open' | 'troubled'> {
  const open: WatchedPartition[] = [];
  const troubled: WatchedPartition[] = [];
  for (const [id, partition] of partitions) {
    if (partition.status === 'running') open.push(rowOf(id, partition, { names: run.opNames, now }));
    const isTroubled = ['failed', 'parked', 'skipped'].includes(partition.status);
    if (isTroubled) troubled.push(rowOf(id, partition, { names: run.opNames, now }));
  }
  open.sort((a, b) => Number(b.retrying) - Number(a.retrying) || a.partition - b.partition);
  troubled.sort((a, b) => a.partition - b.partition);
  return { open, troubled: troubled.slice(0, TROUBLED) };
}

function rowOf(
  partition: number,
  tally: PartitionTally,
  { names, now }: { names: readonly string[]; now: number },
): WatchedPartition {
  const { lastError, going, begun, ops } = tally;
  const last = Math.max(begun ?? 0, ...[...ops.values()].map((op) => op.at));
  const next = names.findIndex((_, index) => !ops.has(index));
  return {
    partition,
    status: tally.status,
    ops_done: ops.size,
    op: going?.name ?? names[next] ?? null,
    attempt: going?.attempt ?? null,
    seconds: begun === null ? null : Math.max(0, now - begun),
    retrying: tally.status === 'running' && lastError !== null && lastError.at >= last,
    last_error: lastError && { type: lastError.type, message: lastError.message, op: lastError.op },
  };
}
