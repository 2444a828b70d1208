/** The work that is done in a thread: a job is a small plain value that names files, never rows. */
import type { CheckpointRecord, FileRef, OpCount } from '../model/checkpoint.js';
import type { CleanedFiles, SetAside } from '../model/contract.js';
import type { Ledger } from '../model/ledger.js';
import type { ChainCost, InputFile, Partition, Plan, Segment } from '../model/plan.js';
import type { DonorChoice, Reused } from '../model/reuse.js';
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
  /** The input as it was planned with. */
  input?: InputFile;
  /** Checkpoints of this op and those after it are set aside first (−1: the partition's file too); null keeps all. */
  redoFrom: number | null;
}

/** Runs one segment from the furthest valid record, and whatever is missing before it. */
export interface ApplyJob extends JobBase {
  kind: 'apply';
  plan: Plan;
  partition: Partition;
  /** The input as it was planned with. */
  input?: InputFile;
  segment: Segment;
  /** Every row that is left at this segment is quarantined instead of being worked on. */
  giveUp: boolean;
}

/** Looks for the earlier run whose checkpoints are worth most to this one; its mapping is in the run's folder. */
export interface DonorJob extends JobBase {
  kind: 'donor';
  plan: Plan;
  /** `auto`, `none`, or the folder of a run. */
  reuse: string;
}

/** Times the ops of a plan, and its codec, on the first rows of a partition; writes nothing. */
export interface ProbeJob extends JobBase {
  kind: 'probe';
  plan: Plan;
  partition: Partition;
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
export type Job = ScanJob | DonorJob | ProbeJob | CutJob | ApplyJob | MergeJob | JoinJob;

/** What a cut or an apply came to. */
export interface SegmentOutcome {
  outcome: 'made' | 'adopted';
  loaded_from: number | null;
  record: CheckpointRecord;
  ops: OpCount[];
  ledger: Ledger;
  set_aside: SetAside[];
  /** Absent when no file of an earlier checkpoint was removed. */
  cleaned?: CleanedFiles;
  /** Of a cut that took checkpoints over from another run, or would have; else absent. */
  reused?: Reused;
}

/** What each kind of job gives. */
export interface JobResults {
  scan: ScannedRange[];
  donor: DonorChoice;
  probe: ChainCost;
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
