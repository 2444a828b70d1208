/** The JSON files that a run leaves for people and tools (design §4). */
import type { FileRef, OpCount } from './checkpoint.js';
import type { RunCounts, Verdict } from './verdict.js';
import type { Ledger } from './ledger.js';

/** `metadata/manifest.json`: the list of committed output files. It is the last thing a run commits. */
export interface Manifest {
  schema_version: 1;
  run_id: string;
  recipe_sha256: string;
  plan_sha256: string;
  format: 'jsonl';
  rows: number;
  bytes: number;
  /** Absolute paths. */
  files: { path: string; sha256: string; rows: number; bytes: number }[];
  schema: { fields: { name: string; type: string }[] };
  created_at: string;
}

/** `metadata/final_mapping_report.json`: the mapping with what became of every partition. */
export interface FinalMappingReport {
  schema_version: 1;
  run_id: string;
  total_rows: number;
  partitions: {
    id: number;
    status: 'done' | 'failed' | 'parked' | 'skipped' | 'cancelled' | 'not_started';
    rows: number;
    bytes: number;
    sha256: string;
    rows_out: number | null;
    ops: OpCount[];
    attempts: number;
    result: FileRef | null;
  }[];
}

/** `logs/processing_summary.json`. */
export interface ProcessingSummary {
  schema_version: 1;
  run_id: string;
  project_name: string;
  verdict: Verdict['status'];
  /** Completed partitions ÷ partitions, 1 for an empty dataset that completed. */
  success_rate: number;
  counts: RunCounts;
  /** Over the whole run, from the cut to the last op. */
  ledger: Ledger;
  ops: OpCount[];
  started_at: string;
  ended_at: string;
  duration: number;
  attempts: { total: number; failed: number; lost: number };
  export: Verdict['export'];
  failure: Verdict['failure'];
}

/** `logs/performance_metrics.json`. Rates are null where the duration is zero. */
export interface PerformanceMetrics {
  schema_version: 1;
  run_id: string;
  total_time: number;
  avg_partition_time: number | null;
  rows_per_second: number | null;
  mb_per_second: number | null;
  resource_usage: {
    cpu_seconds: number | null;
    peak_rss_mb: number | null;
    run_dir_mb: number | null;
    disk_free_mb: number | null;
  };
  ops: (OpCount & {
    /** Partitions that ran it. */
    count: number;
    mean: number | null;
    p50: number | null;
    p95: number | null;
    max: number | null;
    rows_per_second: number | null;
    retries: number;
  })[];
}
