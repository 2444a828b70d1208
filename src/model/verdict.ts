/** How a run stands and ends: counts, failures, the verdict. */
import type { Ledger } from './ledger.js';

/** How a run, or a partition, ended or stands. */
export type RunStatus =
  'planning' | 'running' | 'paused' | 'waiting' | 'merging' | 'reporting' | 'done' | 'failed' | 'cancelled';

/** A failure in words that may be shown: message of our own error class, or the class name of another. */
export interface FailureInfo {
  type: string;
  message: string;
  partition?: number;
  op?: string;
  attempts?: number;
}

/** A partition that did not come through, by name. */
export interface NamedFailure {
  partition: number;
  failure: FailureInfo;
}

/**
 * The run's verdict: an argument of its last activities, so that history holds it before the run closes. `waiting`: not
 * the end, but nothing goes on before a person decides about the parked partitions.
 */
export interface Verdict {
  status: 'done' | 'failed' | 'cancelled' | 'waiting';
  started_at: number;
  ended_at: number;
  counts: RunCounts;
  export: { path: string; rows: number; bytes: number; sha256: string } | null;
  failure: FailureInfo | null;
  /** The first hundred of each kind. */
  failed_partitions: NamedFailure[];
  parked_partitions: NamedFailure[];
  skipped_partitions: NamedFailure[];
}

/** Counts over all partitions of the run; `ledger` over those that are done. */
export interface RunCounts {
  partitions: number;
  completed: number;
  failed: number;
  parked: number;
  skipped: number;
  active: number;
  ledger: Ledger;
}
