/** One pass over the partitions of a run: how many stand how, by op, and what is left. */
import type { PartitionTally } from '../../events/partition-tally.js';
import { timeOf, type RunTally } from '../../events/run-tally.js';
import type { Tally } from '../../events/tally.js';
import type { WatchedOp, WatchState } from './state.js';

/** The counts. Bytes are those of the input. */
export interface Counted {
  partitions: WatchState['partitions'];
  ops: WatchedOp[];
  rowsDone: number;
  bytesDone: number;
  /** Of all partitions that were ever started. */
  bytesSeen: number;
  /** Of those that are not done, each less the share of its ops that are. */
  bytesLeft: number;
  /** Of the partitions that were worked on to their end. */
  paces: { seconds: number; bytes: number }[];
}

/** Counts them. */
export function countPartitions(tally: Tally): Counted {
  const counted = empty(tally);
  for (const partition of tally.partitions.values()) {
    counted.bytesSeen += partition.bytes;
    addStand(counted, partition);
    addOps(counted, partition);
  }
  const { partitions } = counted;
  const { done, open, failed, parked, skipped, cancelled } = partitions;
  const seen = done + open + failed + parked + skipped + cancelled;
  partitions.all = Math.max(tally.run.dataset?.partitions ?? 0, tally.partitions.size);
  partitions.pending = partitions.all - seen;
  return counted;
}

/** Seconds that the run has taken up to `now`; the pauses count. Null before it began. */
export function timeSoFar(run: RunTally, now: number): number | null {
  return run.begun === null ? timeOf(run) : run.time + Math.max(0, now - run.begun);
}

function empty({ run, opRetries, opFailures }: Tally): Counted {
  return {
    partitions: { all: 0, done: 0, open: 0, pending: 0, failed: 0, parked: 0, skipped: 0, cancelled: 0 },
    ops: run.opNames.map((name, index) => ({
      index,
      name,
      done: 0,
      going: 0,
      retries: opRetries.get(index) ?? 0,
      failures: opFailures.get(index) ?? 0,
    })),
    rowsDone: 0,
    bytesDone: 0,
    bytesSeen: 0,
    bytesLeft: 0,
    paces: [],
  };
}

function addStand(counted: Counted, partition: PartitionTally): void {
  const { status, bytes, ops } = partition;
  const { partitions } = counted;
  if (status === 'done') {
    partitions.done++;
    counted.rowsDone += partition.rows ?? 0;
    counted.bytesDone += bytes;
    const worked = [...ops.values()].some((op) => !op.reused);
    if (worked && bytes > 0 && partition.time > 0) counted.paces.push({ seconds: partition.time, bytes });
    return;
  }
  if (status === 'running') partitions.open++;
  else if (status !== 'pending' && status !== 'paused') {
    partitions[status]++;
    return;
  }
  const all = Math.max(1, counted.ops.length);
  counted.bytesLeft += bytes * (1 - Math.min(all, ops.size) / all);
}

function addOps({ ops }: Counted, partition: PartitionTally): void {
  for (const index of partition.ops.keys()) {
    const op = ops[index];
    if (op) op.done++;
  }
  if (partition.status !== 'running') return;
  const next = ops.find((op) => !partition.ops.has(op.index));
  if (next) next.going++;
}
