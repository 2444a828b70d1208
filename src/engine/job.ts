/** The work that is done in a thread: a job is a small plain value that names files, never rows. */
import type { Bundle } from '../custom/bundle.js';
import type { CheckpointRecord, FileRef, OpCount } from '../model/checkpoint.js';
import type { CleanedFiles, SetAside } from '../model/contract.js';
import type { Ledger } from '../model/ledger.js';
import type { ChainCost, InputFile, Partition, Plan, PlannedOp, Segment } from '../model/plan.js';
import type { DonorChoice, Reused } from '../model/reuse.js';
import type { InputSurvey } from '../model/sizing.js';
import type { SurveyNeed } from '../plan/sizing.js';
import type { Part, Piece } from '../export/pieces.js';
import type { ExportColumn, ExportedFile } from '../model/export.js';
import type { CutBounds } from '../input/cutter.js';
import type { InputSpec, Scanned } from '../input/scan.js';
import type { Sampling } from '../model/dataset.js';
import type { AnalyzedSums } from './analyze-sums.js';

/** Common to the jobs of one attempt. */
interface JobBase {
  /** The run's folder, absolute. */
  dir: string;
  /** Names this attempt's temporary files; whoever ends the thread removes them by it. */
  token: string;
  attempt: number;
}

/** Finds out what has to be known of the input before it is cut; writes nothing. */
export interface SurveyJob extends JobBase {
  kind: 'survey';
  files: InputSpec[];
  need: SurveyNeed;
  sampling: Sampling | null;
  textKey: string;
  /** The chain that is timed on the first rows; null times none. */
  plan: Plan | null;
}

/** Cuts and hashes the input files, in order. */
export interface ScanJob extends JobBase {
  kind: 'scan';
  files: InputSpec[];
  bounds: CutBounds;
  sampling: Sampling | null;
  textKey: string;
}

/** Reads partitions as their files are now. */
export interface VerifyJob extends JobBase {
  kind: 'verify';
  partitions: Partition[];
}

/** Hashes whole files. */
export interface HashJob extends JobBase {
  kind: 'hash';
  /** Absolute. */
  files: string[];
}

/** Finds the furthest valid record of a partition; reads and writes the partition's file when there is none. */
export interface CutJob extends JobBase {
  kind: 'cut';
  plan: Plan;
  partition: Partition;
  /** The partition's files as they were planned with. */
  inputs?: InputFile[];
  /** Checkpoints of this op and those after it are set aside first (−1: the partition's file too); null keeps all. */
  redoFrom: number | null;
}

/** Runs one segment from the furthest valid record, and whatever is missing before it. */
export interface ApplyJob extends JobBase {
  kind: 'apply';
  plan: Plan;
  partition: Partition;
  /** The partition's files as they were planned with. */
  inputs?: InputFile[];
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

/** Joins the samples that the partitions' segments kept; what is missing is made again. */
export interface TraceJob extends JobBase {
  kind: 'trace';
  plan: Plan;
  /** All of the run, in order. */
  partitions: Partition[];
}

/** Measures rows of a range with every filter of a chain; writes nothing. */
export interface AnalyzeJob extends JobBase {
  kind: 'analyze';
  ops: PlannedOp[];
  textKey: string;
  /** Rows get the field with the ending of their file. */
  addSuffix: boolean;
  partition: Partition;
  /** Rows whose number is a multiple of this are measured. */
  every: number;
  /** Modules of own ops: no run's folder has them. */
  code: Bundle[];
  /** Of those that are measured, every so manieth has its values in the sample. */
  keepEvery: number;
}

/** Writes the result of a partition from its last checkpoint, in the form of results. */
export interface ConvertJob extends JobBase {
  kind: 'convert';
  plan: Plan;
  partition: Partition;
  /** The result's path, relative to the run's folder. */
  target: string;
}

/** Writes the results of some partitions, in order, as export lines. */
export interface MergeJob extends JobBase {
  kind: 'merge';
  plan: Plan;
  results: FileRef[];
  piece: string;
  /** The piece of the file of stats; null when there is to be none. */
  stats: string | null;
  /** Whether each partition becomes a file of its own. */
  perPartition: boolean;
}

/** Makes the files of the export of pieces. */
export interface JoinJob extends JobBase {
  kind: 'join';
  export: Plan['export'];
  textKey: string;
  pieces: Piece[];
  /** Pieces of the file of stats; null when there is to be none. */
  stats: FileRef[] | null;
}

/** Any job. */
export type Job =
  | SurveyJob
  | ScanJob
  | VerifyJob
  | HashJob
  | DonorJob
  | ProbeJob
  | CutJob
  | ApplyJob
  | ConvertJob
  | TraceJob
  | AnalyzeJob
  | MergeJob
  | JoinJob;

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
  /** Of an apply that made it: seconds for checkpoints, read and written; no part of any file. */
  checkpoint_seconds?: number;
  /** Of a cut that took checkpoints over from another run, or would have; else absent. */
  reused?: Reused;
}

/** What a run's trace came to: its files, and the places whose samples could not be had. */
export interface TraceOutcome {
  files: FileRef[];
  missed: { partition: number; segment: number; reason: string }[];
}

/** The files of an export, which stand. */
export interface Exported {
  /** Data, in order. */
  files: ExportedFile[];
  stats: ExportedFile | null;
  /** What the names of several files have in common; null for one file. */
  generation: string | null;
  /** Columns of a format that has them. */
  columns: ExportColumn[] | null;
  /** False when the keys of rows come in several orders, of which columns hold one. */
  ordered: boolean;
}

/** What each kind of job gives. */
export interface JobResults {
  survey: Omit<InputSurvey, 'force'>;
  scan: Scanned;
  /** Id of the first partition that has changed. */
  verify: number | null;
  /** Hex sha256 by path. */
  hash: Record<string, string>;
  donor: DonorChoice;
  probe: ChainCost;
  cut: SegmentOutcome;
  apply: SegmentOutcome;
  convert: FileRef;
  trace: TraceOutcome;
  analyze: AnalyzedSums;
  merge: { rows: number; piece: FileRef; parts: Part[]; stats: FileRef | null };
  join: Exported;
}

/** The only thing a job shares with the main thread while it runs: progress, in a shared buffer. */
export interface JobProgress {
  /** [done, 1 once a thread has it, index of the op in the plan + 1]. */
  cells: Float64Array;
}
