/** How long work took and what it used, of one op or of a whole run. Times in seconds, MB are MiB. */
import type { OpCount } from './checkpoint.js';

/** Numbers of one kind of work. Null where nothing was measured. */
export interface WorkNumbers {
  /** Partitions that are done and that the work was done on. */
  count: number;
  /** Sum of the times; mean, quantiles (nearest rank, exact) and greatest of them. */
  total: number;
  mean: number | null;
  p50: number | null;
  p95: number | null;
  max: number | null;
  rows_in: number;
  rows_out: number;
  /** Bytes of input of these partitions. An op is told by the input of its partition, not by the rows as they stood then. */
  bytes_in: number;
  rows_per_second: number | null;
  mb_per_second: number | null;
  /**
   * An estimate: an attempt measures its whole process, so attempts side by side share what was used while they ran, and
   * the ops of an attempt share it by their times.
   */
  cpu_seconds: number | null;
  /** Greatest memory of a worker's process while it did this work. */
  peak_rss_mb: number | null;
  /** Attempts that followed a failed one, and those that failed; of a segment of several ops they count for the first. */
  retries: number;
  failed_attempts: number;
}

/** An op over all partitions that are done. `duration` is `total` under the name that it has in the other files. */
export interface OpPerformance extends OpCount, WorkNumbers {
  /** How many of `count` were taken over from an earlier run. Their rows count; times and rates leave them out. */
  reused: number;
}

/** What was used. Null: not known. */
export interface UsageNumbers {
  cpu_seconds: number | null;
  peak_rss_mb: number | null;
  run_dir_mb: number | null;
  /** Least that an attempt saw. */
  disk_free_mb: number | null;
}

/** A run, or one op of it, by its events. Rates of the run are over `total_time`, those of an op over its own time. */
export interface PerformanceSummary extends WorkNumbers {
  /** The op that was asked for; null: the whole run. */
  operation_name: string | null;
  /** Time of the run's executions, from start to end, pauses included; of an op its `total`. Null before the start. */
  total_time: number | null;
  /** Mean time of the partitions that have come to an end; of an op its `mean`. */
  avg_partition_time: number | null;
  resource_usage: UsageNumbers;
  /** In the order of the recipe. */
  ops: OpPerformance[];
}
