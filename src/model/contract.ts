/** Inputs and results of workflows and activities: references and counts only, never rows (promise P10). */
import type { AttemptRecord, ResourceUsage } from './attempt.js';
import type { FileRef, OpCount } from './checkpoint.js';
import type { Ledger } from './ledger.js';
import type { RunSettings, Segment } from './plan.js';

/** Names one run: its id, its folder (absolute) and the hash of its recipe as run. */
export interface RunRef {
  run_id: string;
  dir: string;
  recipe_sha256: string;
}

/** Common to every activity's result: when and where the accepted attempt ran, and the attempts before it. */
export interface ActivityResult {
  started_at: number;
  ended_at: number;
  worker: string;
  resource_usage: ResourceUsage;
  /** Only the earlier, failed attempts; absent when the first one succeeded. Added by the interceptor. */
  attempts?: AttemptRecord[];
}

/** Result of `planRun`. */
export interface PlanResult extends ActivityResult {
  project_name: string;
  partitions: number;
  rows: number;
  bytes: number;
  op_names: string[];
  segments: Segment[];
  settings: RunSettings;
  plan: FileRef;
  mapping: FileRef;
  export_path: string;
}

/** Result of `readPlanPage`: [id, rows, bytes] of some partitions, in order. */
export interface PlanPage extends ActivityResult {
  partitions: [id: number, rows: number, bytes: number][];
}

/** Input of the per-partition activities. `segment` is absent for the cut and the finish. */
export interface PartitionTask {
  run: RunRef;
  partition: number;
  segment?: number;
}

/** A file that was found damaged or foreign and set aside, not deleted. Paths relative to the run's folder. */
export interface SetAside {
  path: string;
  moved_to: string;
  reason: string;
}

/** Result of `cutPartition` (rows read and partition written) and of `applySegment`. */
export interface SegmentResult extends ActivityResult {
  /** −1 for the cut. */
  segment: number;
  /** 'made' by this attempt, or 'adopted': a valid record stood already. */
  outcome: 'made' | 'adopted';
  /** Index of the op whose record this attempt started from; −1 the partition file, null the input itself. */
  loaded_from: number | null;
  ops: OpCount[];
  ledger: Ledger;
  checkpoint: FileRef;
  set_aside: SetAside[];
  /** For the cut only: the next segment to run, after the furthest valid record (segments.length when all are there). */
  next_segment?: number;
}

/** Result of `finishPartition`. */
export interface FinishResult extends ActivityResult {
  record: FileRef;
  result: FileRef;
  ledger: Ledger;
}

/** Result of `mergeSpan`: partitions [from, to) written in order to a piece. */
export interface MergeResult extends ActivityResult {
  from: number;
  to: number;
  rows: number;
  piece: FileRef;
}

/** Result of `commitExport`. */
export interface CommitResult extends ActivityResult {
  rows: number;
  bytes: number;
  sha256: string;
  path: string;
  manifest: FileRef;
}

/** Result of `cleanUp`. */
export interface CleanUpResult extends ActivityResult {
  removed_files: number;
  removed_bytes: number;
  reason: 'preserve_intermediate_data' | 'temporary';
}

/** Result of `writeReports` and `exportEvents`. */
export interface ReportResult extends ActivityResult {
  files: FileRef[];
  events?: number;
}

/** What is pending when a cancel comes (local activity): attempts of activities that are running or backing off. */
export interface PendingResult {
  pending: {
    activity_id: string;
    activity_type: string;
    attempt: number;
    state: string;
    attempts: AttemptRecord[];
  }[];
}

/** How a run, or a partition, ended or stands. */
export type RunStatus = 'planning' | 'running' | 'merging' | 'reporting' | 'done' | 'failed' | 'cancelled';

/** A failure in words that may be shown: message of our own error class, or the class name of another. */
export interface FailureInfo {
  type: string;
  message: string;
  partition?: number;
  op?: string;
  attempts?: number;
}

/** The run's verdict: an argument of its last activities, so that history holds it before the workflow closes. */
export interface Verdict {
  status: 'done' | 'failed' | 'cancelled';
  started_at: number;
  ended_at: number;
  counts: RunCounts;
  export: { path: string; rows: number; bytes: number; sha256: string } | null;
  failure: FailureInfo | null;
  failed_partitions: { partition: number; failure: FailureInfo }[];
}

/** Counts over all partitions that ended so far. */
export interface RunCounts {
  partitions: number;
  completed: number;
  failed: number;
  active: number;
  ledger: Ledger;
}

/** Input of `processDataset`. Everything after `server` is carried by continue-as-new and absent at the start. */
export interface DatasetInput {
  run: RunRef;
  project_name: string;
  /** Whether the server knows our search attributes; found out by the client before the start. */
  search_attributes: boolean;
  carried?: Carried;
}

/** What continue-as-new carries over. */
export interface Carried {
  plan: Omit<PlanResult, keyof ActivityResult>;
  next: number;
  slice: number;
  counts: RunCounts;
  failed: { partition: number; failure: FailureInfo }[];
  started_at: number;
}

/** Result of `processDataset`. */
export interface DatasetResult {
  run_id: string;
  verdict: Verdict;
}

/** Input of `processPartition`. */
export interface PartitionInput {
  run: RunRef;
  partition: number;
  rows: number;
  bytes: number;
  segments: Segment[];
  settings: RunSettings;
}

/** Result of `processPartition`: counts and the hash of its own record. */
export interface PartitionResult {
  partition: number;
  status: 'done' | 'failed' | 'cancelled';
  ledger: Ledger;
  record_sha256: string | null;
  failure: FailureInfo | null;
}

/** Answer of the query `status`. */
export interface RunStatusAnswer {
  run_id: string;
  status: RunStatus;
  counts: RunCounts;
  window: number;
  active: number[];
  failed: { partition: number; failure: FailureInfo }[];
  started_at: number;
  op_names: string[];
  rows: number;
  bytes: number;
}
