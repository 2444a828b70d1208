/** What people ask of a run that goes on or has ended, and what it answers. */
import type { Alert } from './alert.js';
import type { FailureInfo, NamedFailure, RunCounts, RunStatus } from './verdict.js';

/** Argument of the update `tune`. */
export interface TuneInput {
  max_concurrent_partitions: number;
}

/** Argument of the update `rerun`: `from_op` −1 begins with the input; absent goes on from the furthest checkpoint. */
export interface RerunInput {
  partition: number | 'parked';
  from_op?: number;
}

/** What can be decided about a parked partition. */
export type Decision = 'retry' | 'skip' | 'quarantine' | 'fail';

/** Argument of the update `decide`, about one parked partition or all of them. */
export interface DecideInput {
  partition: number | 'all';
  decision: Decision;
}

/** Answer of every update. */
export interface SteeringAnswer {
  status: RunStatus;
  counts: RunCounts;
  window: number;
}

/** Answer of the query `status`. */
export interface RunStatusAnswer extends SteeringAnswer {
  run_id: string;
  active: number[];
  failed: NamedFailure[];
  /** The first hundred. */
  parked: NamedFailure[];
  skipped: NamedFailure[];
  /** The newest of the run, oldest first; absent in runs of a worker that knew none. */
  alerts?: Alert[];
  started_at: number;
  op_names: string[];
  rows: number;
  bytes: number;
}

/** How a partition stands in the run's book. */
export type PartitionState = 'todo' | 'active' | 'done' | 'failed' | 'parked' | 'skipped';

/** Answer of the query `partition`, and one entry of that of `partitions`. */
export interface PartitionAnswer {
  partition: number;
  state: PartitionState;
  failure: FailureInfo | null;
}

/** Argument of the query `partitions`: a page of at most 1,000. */
export interface PartitionsInput {
  from: number;
  count: number;
}

/** What a person asks for one partition: work again from an op (−1: from the input), or a decision about a parked one. */
export type PartitionAsk =
  { kind: 'rerun'; from_op: number } | { kind: 'quarantine' } | { kind: 'skip'; failure: FailureInfo };

/** An ask about one partition. */
export interface Asked {
  partition: number;
  ask: PartitionAsk | null;
}
