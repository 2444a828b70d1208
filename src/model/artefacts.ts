/** The JSON files that a run leaves for people and tools (design §4). */
import type { FileRef, OpCount } from './checkpoint.js';
import type { ExportedFile, ExportFormat } from './export.js';
import type { RunCounts, Verdict } from './verdict.js';
import type { Ledger } from './ledger.js';
import type { PerformanceSummary } from './performance.js';

/**
 * `metadata/manifest.json`: the list of committed output files. It is the last thing a run commits. Beside an export of
 * several files stands the same, with names instead of paths.
 */
export interface Manifest {
  schema_version: 1;
  run_id: string;
  recipe_sha256: string;
  plan_sha256: string;
  format: ExportFormat;
  /** As the recipe has it, absolute; absent in manifests of earlier builds, whose export is one file. */
  export_path?: string;
  /** What the names of several files have in common. */
  generation?: string;
  rows: number;
  bytes: number;
  /** Data, in order. Absolute paths. */
  files: ExportedFile[];
  /** The file of stats: a line for each row of the data. */
  stats?: ExportedFile;
  schema: {
    /** Of formats without columns the text field only. */
    fields: ManifestField[];
    /** The keys of rows come in several orders, of which the columns hold one. */
    key_order_differs?: true;
  };
  created_at: string;
}

/** A field of the exported rows, in formats with columns a column. */
export interface ManifestField {
  name: string;
  /** Such as `string`, `int64`, `list<double>`, `struct<a: bool>`; `json` is JSON text. */
  type: string;
  nullable?: boolean;
  /** What a null stands for: a null, or a field that the row lacks. */
  nulls?: 'null' | 'missing';
  /** The column's name in the file, where not every reader takes the field's own. */
  column?: string;
  /** Why the type is not just that of the values. */
  widened?: string;
  /** It holds rows that the other columns cannot hold, whole. */
  whole_rows?: true;
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

/** `logs/performance_metrics.json`: what the events say when it is written. Rates are null where the duration is zero. */
export interface PerformanceMetrics extends Omit<PerformanceSummary, 'operation_name'> {
  schema_version: 1;
  run_id: string;
  total_time: number;
}
