/** The plan: the resolved recipe cut into partitions, stages and segments; a plain value kept in `metadata/`. */
import type { AlertSettings } from './alert.js';
import type { DatasetPath, RangeSample, Sampling } from './dataset.js';
import type { ExportFormat } from './export.js';
import type { FileForm } from './file-form.js';
import type { Donor, Forecast } from './reuse.js';
import type { Sizing } from './sizing.js';

/** What rows of an input file look like: `jsonl` a line each, `json` the elements of one array, `document` the whole file. */
export type InputFormat = 'jsonl' | 'json' | 'csv' | 'lines' | 'document';

/** How the content of an input file is packed in it; what is packed as columns has JSON lines for its content. */
export type InputPacking = 'none' | 'gzip' | 'zstd' | 'parquet' | 'arrow';

/** How the records of a .csv or .tsv file become rows. */
export interface CsvDialect {
  delimiter: string;
  /** Names of the fields, in order. */
  fields: string[];
  /** Fields whose cells are numbers or truth values wherever they can be; all others are strings. */
  typed: string[];
}

/**
 * One slice of one input file. Bytes are [byte_start, byte_end) of its content, which is the file itself unless that is
 * compressed; rows are [row_start, row_end) of the dataset.
 */
export interface SourceRange {
  file: string;
  format: InputFormat;
  packing: InputPacking;
  byte_start: number;
  byte_end: number;
  row_start: number;
  row_end: number;
  /** 1-based number of the first line of the range in its file. */
  line_start: number;
  /** A copy of the file's content in the run's folder, made when it was cut; it may be gone. */
  content?: string;
  csv?: CsvDialect;
  /** Of a mixture: which of the rows that stand here are taken, and how often. */
  sample?: RangeSample;
  /** The file breaks off or is damaged at the end of this range: why. Its last row stands for what is lost. */
  damage?: string;
}

/** A fixed slice of the input. `sha256` is that of the bytes of its ranges, in order. */
export interface Partition {
  id: number;
  sources: SourceRange[];
  rows: number;
  bytes: number;
  sha256: string;
  /** Path of the partition's file, relative to the run's folder. */
  path: string;
}

/** `metadata/dataset_mapping.json`. */
export interface DatasetMapping {
  schema_version: 1;
  run_id: string;
  total_rows: number;
  total_bytes: number;
  strategy: Sizing['partition']['strategy'];
  partition_size: number | null;
  max_partition_size_mb: number;
  /** How the partitions were sized, and why; absent in mappings of earlier builds. */
  sizing?: Sizing;
  /** What the recipe names as its dataset: paths, absolute. */
  dataset_path: DatasetPath;
  /** Absent when all rows are taken once. */
  sampling?: Sampling;
  inputs: InputFile[];
  partitions: Partition[];
}

/** An input file as it was when the plan was made. */
export interface InputFile {
  file: string;
  format: InputFormat;
  packing: InputPacking;
  /** Size of the file itself. */
  bytes: number;
  mtime_ms: number;
  /** Rows of it that are in the dataset. */
  rows: number;
}

/** One op of the plan. `files`: every file that a parameter names, with its hash. */
export interface PlannedOp {
  index: number;
  name: string;
  kind: 'mapper' | 'filter';
  version: number;
  params: Record<string, unknown>;
  files: { param: string; path: string; sha256: string }[];
  unicode: string | null;
  /** Of an own op: the module that has it, a file in the run's folder. */
  code?: { file: string; sha256: string };
  /** Digest of name, version, params, file hashes, Unicode version and code: this op's part of a fingerprint. */
  digest: string;
}

/** Consecutive ops run by one activity: op indices [from, to] inclusive. Its checkpoint is named for op `to`. */
export interface Segment {
  index: number;
  from: number;
  to: number;
  /** Stem of checkpoint file and record, `op_001_text_length_filter`. */
  stem: string;
  /** What the Web UI shows for it: op names joined by " + ". */
  summary: string;
}

/** How the run goes about retries and width; small enough to ride in workflow inputs. */
export interface RunSettings {
  /** Attempts per segment that may fail by themselves: max_retries + 1. */
  max_attempts: number;
  retry: { initial_ms: number; backoff: number; maximum_ms: number };
  /** Attempts per segment that may be lost to a dead worker. */
  max_worker_losses: number;
  /** Open partitions at a time. */
  window: number;
  /** False: the first failed partition ends the run. */
  fault_tolerance: boolean;
  /** What becomes of a partition whose attempts are used up. */
  on_partition_error: 'park' | 'skip' | 'fail';
  /** Skipped partitions beyond which the run fails; null is no limit. */
  max_failed_partitions: number | null;
  /** Quarantined rows of the whole run beyond which it fails; null is no limit. */
  max_quarantined_rows: number | null;
  export_events: boolean;
  /** Whether somebody follows the events as they come: for the log, for alerts. Absent: as `export_events`. */
  follow?: boolean;
  preserve_intermediate: boolean;
  /** Memory of all threads of a worker together, MiB. */
  memory_mb: number;
  /** A worker that is silent for this long is taken for dead. */
  heartbeat_ms: number;
  /** Partitions that one execution of the run starts before it drains and continues as new. */
  children_per_execution: number;
}

/** The recipe's `event_logging`. Size in MiB; it governs file and console, never what history holds. */
export interface EventLogging {
  enabled: boolean;
  log_level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';
  max_log_size_mb: number;
  backup_count: number;
  log_to_console: boolean;
  log_to_file: boolean;
}

/** The recipe's tracer: which samples of rows are kept, to see what the ops do. */
export interface TraceSettings {
  /** Samples of an op over the whole run. */
  num: number;
  /** Names of the ops that are traced; none: all. */
  ops: string[];
  /** Fields that a mapper's sample has beside the two texts. */
  keys: string[];
}

/** `metadata/plan.json`: everything but the partitions, which are in `dataset_mapping.json`. */
export interface Plan {
  schema_version: 1;
  run_id: string;
  project_name: string;
  recipe_sha256: string;
  mapping_sha256: string;
  /** `add_suffix`: rows get a field with the ending of their file; absent where they do not. */
  reader: { text_key: string; on_row_error: 'quarantine' | 'fail'; add_suffix?: true };
  ops: PlannedOp[];
  segments: Segment[];
  settings: RunSettings;
  storage: PlannedStorage;
  checkpoints: CheckpointPolicy;
  /** Whether neighbouring ops of a segment run in one pass over each batch. */
  op_fusion: boolean;
  batch_size: number;
  export: ExportPlan;
  event_logging: EventLogging;
  /** Absent in plans of earlier builds: nothing is watched for. */
  alerts?: AlertSettings;
  /** How the input is cut: a mapping that is made again is cut by it. Absent in plans of earlier builds. No part of a fingerprint. */
  sizing?: Sizing;
  /** What is traced; absent when nothing is. No part of a fingerprint. */
  trace?: TraceSettings;
  environment: { node: string; unicode: string; icu: string; version: string };
  /** The earlier run whose checkpoints are taken over where they fit; null when none is. */
  reuse?: Donor | null;
  /** What was foretold of that, or why nothing fits; null when reuse is off. */
  forecast?: Forecast | null;
}

/** The form of partitions and results. */
export interface PlannedStorage extends FileForm {
  schema_version: number;
  /** The form of checkpoints; absent when it is the same. */
  checkpoints?: FileForm;
}

/** What is written at the end, and where. */
export interface ExportPlan {
  /** Absolute; with `/` at its end a folder. */
  path: string;
  format: ExportFormat;
  keep_stats: boolean;
  /** Bytes with which a file ends; absent: one file, or one for each partition in a folder. */
  shard_size?: number;
  /** Whether the stats of the rows are written to a file of their own. */
  stats?: boolean;
  /** Whether an empty file `_SUCCESS` comes last. */
  success_file?: boolean;
}

/** Where checkpoints stand in the chain, and how long their files stay. No part of a fingerprint. */
export interface CheckpointPolicy {
  /** False: the end of the chain has the only checkpoint, whatever the strategy. */
  enabled: boolean;
  strategy: 'every_op' | 'every_n_ops' | 'manual' | 'auto';
  /** For `every_n_ops`. */
  n_ops: number;
  /** For `manual`: ops after which a checkpoint stands, at every place where they come. */
  op_names: string[];
  /** Files of a partition beyond which the oldest go. */
  max_per_partition: number;
  /** False: `max_per_partition` does not hold. */
  cleanup: boolean;
  /** What becomes of checkpoints once the run has committed. */
  retention: 'keep_all' | 'keep_failed_only' | 'cleanup_all';
  /** For `auto`: what the sample came to; null for other strategies, and where it could not be measured. */
  measured: ChainCost | null;
}

/** Seconds per MiB of input, as a sample of the first partition took them. */
export interface ChainCost {
  sample: { rows: number; bytes: number };
  /** One entry per op, in order. */
  ops: number[];
  /** Encoding a checkpoint, and decoding it for the next segment. */
  codec: number;
}
