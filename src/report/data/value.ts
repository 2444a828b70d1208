/** The report of a run as one plain JSON value: what HTML, Markdown and JSON are made of. Times in epoch seconds. */
import type { Ledger } from '../../model/ledger.js';
import type { DatasetMapping, Plan } from '../../model/plan.js';
import type { FailureInfo, NamedFailure, RunCounts, Verdict } from '../../model/verdict.js';
import type { FilterReport } from './filter-value.js';

/** Everything that a report shows. */
export interface ReportData {
  schema_version: 1;
  made_at: number;
  run: RunReport;
  counts: RunCounts;
  attempts: { total: number; failed: number; lost: number; retries: number };
  /** Over the partitions that are done, from the cut to the last op. */
  ledger: Ledger;
  ops: OpReport[];
  heat: Heat;
  timeline: Timeline;
  filters: FilterReport[];
  /** Why filters are not measured; null when they are. */
  filters_missing: string | null;
  quarantine: { total: number; shown: QuarantinedRow[] };
  resources: Resources;
  plan: PlanReport | null;
  environment: Environment;
  fingerprints: { what: string; sha256: string }[];
  /** What this report could not know, in sentences. */
  notes: string[];
}

/** The run itself and how it stands. */
export interface RunReport {
  run_id: string;
  project_name: string | null;
  status: Verdict['status'] | 'running' | 'paused' | 'unknown';
  started_at: number | null;
  /** Null while the run goes on. */
  ended_at: number | null;
  /** Seconds, over all executions of the run, up to now while it goes on. */
  duration: number | null;
  failure: FailureInfo | null;
  export: Verdict['export'];
  /** The first hundred that did not come through. */
  troubled: (NamedFailure & { state: 'failed' | 'parked' | 'skipped' })[];
  web_ui: string | null;
}

/** An op over all partitions that are done; durations in seconds per partition. */
export interface OpReport extends Ledger {
  index: number;
  name: string;
  kind: 'partition' | 'mapper' | 'filter' | 'other';
  partitions: number;
  duration: number;
  mean: number | null;
  p50: number | null;
  p95: number | null;
  max: number | null;
  rows_per_second: number | null;
  retries: number;
  failed_attempts: number;
}

/** Mean seconds of each op (rows) for each bin of partitions (columns); null where none ran it. */
export interface Heat {
  ops: string[];
  bins: { from: number; to: number }[];
  seconds: (number | null)[][];
}

/** A partition on the timeline. */
export interface TimelineRow {
  partition: number;
  status: PartitionStatus;
  /** [start, end] of each of its workflows. */
  spans: [number, number][];
  marks: { at: number; kind: MarkKind; text: string }[];
}

/** How a partition stands. */
export type PartitionStatus = 'running' | 'done' | 'failed' | 'parked' | 'skipped' | 'cancelled' | 'yielded';

/** What is marked on a timeline: a failed attempt, a lost worker, a partition parked, one that stopped for a pause. */
export type MarkKind = 'failed' | 'lost' | 'parked' | 'yielded';

/** Partitions over time, or a choice of them. */
export interface Timeline {
  from: number;
  to: number;
  total: number;
  rows: TimelineRow[];
  /** How the rows were chosen; all zero when every partition is shown. */
  chosen: { troubled: number; slowest: number; even: number };
  pauses: [number, number][];
}

/** A quarantined row. What may quote it is cut, and there only if the report was asked for rows. */
export interface QuarantinedRow {
  partition: number;
  row: number;
  place: string | null;
  op: string | null;
  reason: string;
  quoted: { error: string; text: string } | null;
}

/** What the workers used, in steps of equal length; null where nothing was measured. */
export interface Resources {
  step: number;
  times: number[];
  /** Sum over the workers; 100 is one core. */
  cpu_percent: (number | null)[];
  /** Sum of the workers' peaks so far, MiB. */
  rss_mb: (number | null)[];
  disk_free_mb: (number | null)[];
}

/** What was planned. */
export interface PlanReport {
  rows: number;
  bytes: number;
  partitions: number;
  /** How partitions were sized, in words. */
  sizing: string;
  inputs: DatasetMapping['inputs'];
  inputs_total: number;
  ops: { index: number; name: string; version: number; params: Record<string, unknown> }[];
  segments: string[];
  settings: Plan['settings'];
  storage: Plan['storage'];
  checkpoints: Plan['checkpoints'];
  export_path: string;
}

/** What the run ran on. */
export interface Environment {
  versions: Record<string, string>;
  /** `attempts`: those that succeeded, and those that failed. */
  workers: { name: string; attempts: number; lost: number; peak_rss_mb: number | null }[];
}
