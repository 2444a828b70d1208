/** How one partition stands by the events of its run. */
import {
  emptyPartition,
  type OpDone,
  type PartitionStand,
  type PartitionTally,
} from '../../events/partition-tally.js';
import { tallyEvents, type Events, type Tally } from '../../events/tally.js';
import { JuicerError } from '../../model/errors.js';

/** An op that was applied. Durations in seconds. */
export interface PartitionOp {
  index: number;
  name: string;
  rows_in: number;
  rows_out: number;
  duration: number;
  rows_per_second: number | null;
  attempt: number | null;
  /** Taken over from an earlier run: it took no time here. */
  reused: boolean;
  /** Epoch seconds of its completion. */
  completed_at: number;
}

/** A partition in numbers. */
export interface PartitionStatus {
  partition_id: number;
  status: PartitionStand;
  /**
   * The op that is worked on: as the live view tells, else the one after the last that was applied (history tells of an
   * attempt when it is over). Null when nothing is worked on.
   */
  current_op: { index: number | null; name: string; attempt: number | null } | null;
  ops: PartitionOp[];
  rows_in: number | null;
  /** Rows after the last op so far. */
  rows_out: number | null;
  quarantined: number | null;
  bytes: number | null;
  attempts: { total: number; failed: number; lost: number; retries: number };
  last_error: { timestamp: number; type: string; message: string; operation_name: string | null } | null;
  checkpoints: { saved: number; loaded: number; latest: string | null };
  /** Seconds of its workflows, that of the one that goes on up to the run's newest event. Null before the first. */
  duration: number | null;
}

/**
 * One partition: state, ops, attempts, checkpoints.
 * @throws JuicerError E_USAGE for one that the run has not.
 */
export async function partitionStatus(events: Events, id: number): Promise<PartitionStatus> {
  return partitionOf(await tallyEvents(events), id);
}

/** The same from sums that were made before. */
export function partitionOf(tally: Tally, id: number): PartitionStatus {
  const seen = tally.partitions.get(id) ?? unseen(tally, id);
  const ops = [...seen.ops.values()].sort((a, b) => a.index - b.index);
  const rowsOut = seen.ledger?.rows_out ?? ops.at(-1)?.ledger.rows_out ?? null;
  return {
    partition_id: id,
    status: seen.status,
    current_op: currentOp(tally, seen),
    ops: ops.map(opOf),
    rows_in: seen.rows,
    rows_out: rowsOut,
    quarantined: seen.ledger?.quarantined ?? null,
    bytes: seen.rows === null ? null : seen.bytes,
    attempts: {
      total: seen.attempts,
      failed: seen.failedAttempts,
      lost: seen.lostAttempts,
      retries: seen.retries,
    },
    last_error: seen.lastError && {
      timestamp: seen.lastError.at,
      type: seen.lastError.type,
      message: seen.lastError.message,
      operation_name: seen.lastError.op,
    },
    checkpoints: { saved: seen.saved, loaded: seen.loaded, latest: seen.lastCheckpoint },
    duration: durationOf(tally, seen),
  };
}

/** A partition of the plan that has not begun. */
function unseen({ run, partitions }: Tally, id: number): PartitionTally {
  const known = [...partitions.keys()].reduce((most, p) => Math.max(most, p), -1) + 1;
  const count = run.dataset?.partitions ?? known;
  if (Number.isInteger(id) && id >= 0 && id < count) return emptyPartition();
  const range = count === 0 ? 'it has none' : `it has 0 to ${count - 1}`;
  throw new JuicerError('E_USAGE', `the run has no partition ${id}: ${range}`);
}

function currentOp({ run }: Tally, seen: PartitionTally): PartitionStatus['current_op'] {
  if (seen.status !== 'running') return null;
  if (seen.going) return seen.going;
  const next = Math.max(-1, ...seen.ops.keys()) + 1;
  if (seen.ops.size === 0 && seen.saved + seen.loaded === 0)
    return { index: -1, name: 'partition', attempt: null };
  const name = run.opNames[next];
  return name === undefined
    ? { index: null, name: 'finish', attempt: null }
    : { index: next, name, attempt: null };
}

function opOf({ index, name, ledger, duration, attempt, reused, at }: OpDone): PartitionOp {
  const { rows_in, rows_out } = ledger;
  const rate = duration > 0 ? rows_in / duration : null;
  return {
    index,
    name,
    rows_in,
    rows_out,
    duration,
    rows_per_second: rate,
    attempt,
    reused,
    completed_at: at,
  };
}

function durationOf({ run }: Tally, { time, begun, rows }: PartitionTally): number | null {
  if (rows === null && begun === null && time === 0) return null;
  return time + (begun === null ? 0 : Math.max(0, (run.updatedAt ?? begun) - begun));
}
