/** The plan: the resolved recipe cut into partitions, stages and segments; a plain value kept in `metadata/`. */
import type { Compression } from './checkpoint.js';
import type { Donor, Forecast } from './reuse.js';

/** One slice of one input file. Bytes are [byte_start, byte_end); rows are [row_start, row_end) of the dataset. */
export interface SourceRange {
  file: string;
  byte_start: number;
  byte_end: number;
  row_start: number;
  row_end: number;
  /** 1-based number of the first line of the range in its file. */
  line_start: number;
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
  strategy: 'sample';
  partition_size: number;
  max_partition_size_mb: number;
  inputs: InputFile[];
  partitions: Partition[];
}

/** An input file as it was when the plan was made. `sha256` is the digest of its partitions' digests, in order. */
export interface InputFile {
  file: string;
  bytes: number;
  mtime_ms: number;
  sha256: string;
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
  /** Digest of name, version, params, file hashes and Unicode version: this op's part of a fingerprint. */
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

/** `metadata/plan.json`: everything but the partitions, which are in `dataset_mapping.json`. */
export interface Plan {
  schema_version: 1;
  run_id: string;
  project_name: string;
  recipe_sha256: string;
  mapping_sha256: string;
  reader: { format: 'jsonl'; text_key: string; on_row_error: 'quarantine' | 'fail' };
  ops: PlannedOp[];
  segments: Segment[];
  settings: RunSettings;
  storage: {
    format: 'parquet';
    engine: 'parquet-wasm' | 'parquetjs-lite';
    compression: Compression;
    schema_version: number;
  };
  checkpoints: CheckpointPolicy;
  /** Whether neighbouring ops of a segment run in one pass over each batch. */
  op_fusion: boolean;
  batch_size: number;
  export: { path: string; format: 'jsonl'; keep_stats: boolean };
  event_logging: EventLogging;
  environment: { node: string; unicode: string; icu: string; version: string };
  /** The earlier run whose checkpoints are taken over where they fit; null when none is. */
  reuse?: Donor | null;
  /** What was foretold of that, or why nothing fits; null when reuse is off. */
  forecast?: Forecast | null;
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
