/** Attempts of an activity, carried in heartbeats, results and failure details (facts: every try in the history). */

/** One try of an activity. Times are epoch seconds. `lost`: its end is unknown, the worker died or went silent. */
export interface AttemptRecord {
  attempt: number;
  started_at?: number;
  ended_at?: number;
  worker?: string;
  error_type?: string;
  /** Message of our own error class only; for any other error its class name. */
  error_message?: string;
  /** Up to three frames of our own code. */
  stack?: string[];
  lost?: true;
}

/** What an activity's heartbeat carries: earlier attempts, this one's start, and the activity's own progress. */
export interface Beat {
  attempts: AttemptRecord[];
  progress?: Progress;
}

/** Progress of an activity, as shown by `status` and the Web UI. */
export interface Progress {
  phase: string;
  /** Rows (or bytes, for scans) done and in all; `total` is null where it is not known. */
  done: number;
  total: number | null;
  op?: string;
}

/** What an attempt used. Seconds and MiB; null where the system does not tell. */
export interface ResourceUsage {
  cpu_seconds: number | null;
  cpu_percent: number | null;
  peak_rss_mb: number | null;
  disk_read_mb: number | null;
  disk_write_mb: number | null;
  run_dir_mb: number | null;
  disk_free_mb: number | null;
}
