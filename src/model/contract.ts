/** Inputs and results of workflows and activities: references and counts only, never rows (promise P10). */
import type { Alert } from './alert.js';
import type { AttemptRecord, ResourceUsage } from './attempt.js';
import type { FileRef, OpCount } from './checkpoint.js';
import type { Ledger } from './ledger.js';
import type { RunSettings, Segment } from './plan.js';
import type { Forecast, Reused } from './reuse.js';
import type { Asked, PartitionAsk } from './steering.js';
import type { FailureInfo, RunCounts, Verdict } from './verdict.js';

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
  /** What was foretold of reuse when the plan was made; null when reuse is off. */
  forecast?: Forecast | null;
  /** Plan or mapping of an earlier execution, found damaged and made again; absent when there was none. */
  set_aside?: SetAside[];
}

/** Which partitions `readPlanPage` is asked for: by their place in the order of start (largest first), or by id. */
export type PlanPageInput = { run: RunRef } & ({ from: number; count: number } | { ids: number[] });

/** A partition as the run starts it, with the record of its end if an earlier execution came to one. */
export interface PlannedPartition {
  id: number;
  rows: number;
  bytes: number;
  standing: { status: 'done'; ledger: Ledger } | { status: 'skipped'; failure: FailureInfo } | null;
}

/** Result of `readPlanPage`. */
export interface PlanPage extends ActivityResult {
  partitions: PlannedPartition[];
}

/** Input of the per-partition activities. `segment` is absent for the cut and the finish. */
export interface PartitionTask {
  run: RunRef;
  partition: number;
  segment?: number;
}

/** Input of `cutPartition`. `redo_from`: checkpoints of this op and those after it are set aside and made again. */
export type CutTask = PartitionTask & { redo_from?: number };

/** Input of `applySegment`. `give_up`: every row that is left is quarantined instead of being worked on. */
export type SegmentTask = PartitionTask & { segment: number; give_up?: true };

/** Input of `skipPartition`: the failure for which the partition is left out. */
export type SkipTask = PartitionTask & { failure: FailureInfo };

/** A file that was found damaged or foreign and set aside, not deleted. Paths relative to the run's folder. */
export interface SetAside {
  path: string;
  moved_to: string;
  reason: string;
}

/** Checkpoint files that were removed; their records stay. */
export interface CleanedFiles {
  files: number;
  bytes: number;
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
  /** For the cut only: what was taken over from another run; absent when the run has no donor or that had nothing more. */
  reused?: Reused;
  /** Files of earlier checkpoints that were removed to make room for this one; absent when there were none. */
  cleaned?: CleanedFiles;
  /** For the cut only: the next segment to run, after the furthest valid record (segments.length when all are there). */
  next_segment?: number;
}

/** Result of `finishPartition`. */
export interface FinishResult extends ActivityResult {
  record: FileRef;
  result: FileRef;
  ledger: Ledger;
}

/** Result of `skipPartition`: the record that says so. */
export interface SkipResult extends ActivityResult {
  record: FileRef;
}

/** Result of `mergeSpan`: partitions [from, to) written in order to a piece. */
export interface MergeResult extends ActivityResult {
  from: number;
  to: number;
  rows: number;
  piece: FileRef;
}

/** Result of `commitExport`. Of several files `path` is a pattern that they match, `sha256` that of their hashes, joined by commas. */
export interface CommitResult extends ActivityResult {
  rows: number;
  bytes: number;
  sha256: string;
  path: string;
  manifest: FileRef;
  /** What the format does not hold as it was; absent when there is no such thing. */
  problem?: string;
}

/** Result of `cleanUp`. */
export interface CleanUpResult extends ActivityResult {
  removed_files: number;
  removed_bytes: number;
  reason: 'preserve_intermediate_data' | 'retention' | 'temporary';
}

/** Result of `writeReports` and `exportEvents`. */
export interface ReportResult extends ActivityResult {
  files: FileRef[];
  events?: number;
  /** Why the report could not be drawn; the run is what it is without it. */
  problem?: string;
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

/** Input of `processDataset`. `carried` is set by continue-as-new and absent at the start. */
export interface DatasetInput {
  run: RunRef;
  project_name: string;
  /** Whether the server knows our search attributes; found out by the client before the start. */
  search_attributes: boolean;
  /** Whose checkpoints a run that is planned now may take over: `auto`, or the folder of a run; nobody's when absent. */
  reuse?: string;
  /** What was asked for partitions of a run that had ended; this execution begins with it. */
  asks?: Asked[];
  carried?: Carried;
}

/** What continue-as-new carries over. */
export interface Carried {
  plan: Omit<PlanResult, keyof ActivityResult>;
  book: CarriedBook;
  width: number;
  paused: boolean;
  slice: number;
  /** Alerts of earlier executions, the newest. */
  alerts?: Alert[];
  started_at: number;
}

/** The book of partitions, as it is carried over. */
export interface CarriedBook {
  /** Place in the order of start up to which partitions were looked at. */
  next: number;
  /** Partitions that are done: a set of bits, hexadecimal. */
  settled: string;
  counts: RunCounts;
  /** Those that did not come through; why is kept for the first hundred. */
  troubled: Trouble[];
  again: Again[];
}

/** A partition that did not come through. */
export interface Trouble {
  partition: number;
  state: 'failed' | 'parked' | 'skipped';
  failure: FailureInfo | null;
}

/** A partition that is to be started again. `counted`: it was done, and its counts are in the run's. */
export interface Again extends Asked {
  counted: boolean;
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
  ask?: PartitionAsk;
}

/**
 * Result of `processPartition`: how it ended, counts, the hash of its own record. `yielded`: it was asked to stop and did
 * so at a checkpoint; it is started again later. `next`: the segment it would go on with.
 */
export interface PartitionResult {
  partition: number;
  status: 'done' | 'failed' | 'parked' | 'skipped' | 'yielded' | 'cancelled';
  next: number;
  ledger: Ledger;
  record_sha256: string | null;
  failure: FailureInfo | null;
}
