/** What the live view shows of a run at one moment; also its JSON form. Times are seconds, sizes MiB. */
import type { Alert } from '../../model/alert.js';
import type { Eta } from './eta.js';

/** An op over all partitions. */
export interface WatchedOp {
  index: number;
  name: string;
  /** Partitions that are through it. */
  done: number;
  /** Partitions that are in it now, or come to it next. */
  going: number;
  retries: number;
  failures: number;
}

/** A partition that is being worked on. */
export interface WatchedPartition {
  partition: number;
  status: string;
  /** Ops that are done, of all. */
  ops_done: number;
  /** The op that is next or going on; null after the last. */
  op: string | null;
  attempt: number | null;
  /** Since its start; null for one that does not go on. */
  seconds: number | null;
  /** Whether its last attempt failed and it has not come on since. */
  retrying: boolean;
  last_error: { type: string; message: string; op: string | null } | null;
}

/** Who answers: the run's worker; the server only; nobody; `files`: no server knows the run. */
export type Answering = 'worker' | 'server' | 'nobody' | 'files';

/** What is known of the run besides its events. */
export interface Beside {
  run_id: string;
  answering: Answering;
  /** Since when it is so; epoch seconds. */
  answering_since: number;
  /** The worker's word for what the run does, null when it did not answer yet. */
  phase: string | null;
  /** How many partitions may be open; null while unknown. */
  window: number | null;
  disk: { run_dir_mb: number | null; disk_free_mb: number | null };
}

/** The whole. */
export interface WatchState extends Beside {
  schemaVersion: 1;
  at: number;
  project: string | null;
  status: string;
  elapsed: number | null;
  /** Since when the run is paused; null when it is not. */
  paused_since: number | null;
  partitions: Record<
    'all' | 'done' | 'open' | 'pending' | 'failed' | 'parked' | 'skipped' | 'cancelled',
    number
  >;
  rows: { all: number | null; done: number };
  rows_per_second: { recent: number | null; mean: number | null };
  mb_per_second: { recent: number | null; mean: number | null };
  eta: Eta | null;
  ops: WatchedOp[];
  /** Those that are worked on; the ones that are retrying first. */
  open: WatchedPartition[];
  /** Those that failed, are parked or were left out; the first hundred. */
  troubled: WatchedPartition[];
  /** The newest five, oldest first. */
  alerts: Alert[];
}
