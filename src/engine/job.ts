/** The work that is done in a thread: a job is a small plain value that names files, never rows. */
import type { CheckpointRecord, FileRef, OpCount } from '../model/checkpoint.js';
import type { SetAside } from '../model/contract.js';
import type { Ledger } from '../model/ledger.js';
import type { Partition, Plan, Segment } from '../model/plan.js';
import type { CutBounds, ScannedRange } from '../input/scan.js';

/** Common to the jobs of one attempt. */
interface JobBase {
  /** The run's folder, absolute. */
  dir: string;
  /** Names this attempt's temporary files; whoever ends the thread removes them by it. */
  token: string;
  attempt: number;
}

/** Finds lines, cuts and hashes a file. */
export interface ScanJob extends JobBase {
  kind: 'scan';
  file: string;
  bounds: CutBounds;
}

/** Finds the furthest valid record of a partition; reads and writes the partition's file when there is none. */
export interface CutJob extends JobBase {
  kind: 'cut';
  plan: Plan;
  partition: Partition;
}

/** Runs one segment from the furthest valid record, and whatever is missing before it. */
export interface ApplyJob extends JobBase {
  kind: 'apply';
  plan: Plan;
  partition: Partition;
  segment: Segment;
}

/** Writes the results of some partitions, in order, as export lines. */
export interface MergeJob extends JobBase {
  kind: 'merge';
  plan: Plan;
  results: FileRef[];
  piece: string;
}

/** Joins pieces into the export file. */
export interface JoinJob extends JobBase {
  kind: 'join';
  pieces: FileRef[];
  target: string;
}

/** Any job. */
export type Job = ScanJob | CutJob | ApplyJob | MergeJob | JoinJob;

/** What a cut or an apply came to. */
export interface SegmentOutcome {
  outcome: 'made' | 'adopted';
  loaded_from: number | null;
  record: CheckpointRecord;
  ops: OpCount[];
  ledger: Ledger;
  set_aside: SetAside[];
}

/** What each kind of job gives. */
export interface JobResults {
  scan: ScannedRange[];
  cut: SegmentOutcome;
  apply: SegmentOutcome;
  merge: { rows: number; piece: FileRef };
  join: { sha256: string; bytes: number };
}

/** The only thing a job shares with the main thread while it runs: progress, in a shared buffer. */
export interface JobProgress {
  /** [done, 1 once a thread has it, index of the op in the plan + 1]. */
  cells: Float64Array;
}
