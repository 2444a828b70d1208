/** The record of a committed output of one segment for one partition (design §4). */
import type { FileForm } from './file-form.js';
import type { Ledger } from './ledger.js';

/** Row counts and time of one op on one partition. Durations in seconds. */
export interface OpCount extends Ledger {
  index: number;
  name: string;
  duration: number;
}

/** A file that stands in the run's folder: path relative to that folder. */
export interface FileRef {
  path: string;
  sha256: string;
  bytes: number;
}

/**
 * `checkpoints/partition_N/op_NNN_<name>.json`, committed after the file it describes. The partition's own file has the
 * same record beside it, `partitions/partition_N.json`, with index −1 and name `partition`.
 */
export interface CheckpointRecord {
  schema_version: 1;
  run_id: string;
  partition: number;
  index: number;
  name: string;
  version: number;
  params: Record<string, unknown>;
  fingerprint: string;
  file: string;
  /** The form that its file has, and is read by. */
  format: FileForm['format'];
  engine: FileForm['engine'];
  compression: FileForm['compression'];
  rows_in: number;
  rows_out: number;
  /** One entry per op of the segment (none for the partition's own file). */
  ops: OpCount[];
  /** Sum over the segment; for the partition's own file rows_in counts the lines. */
  ledger: Ledger;
  bytes: number;
  sha256: string;
  /** Quarantined rows of this segment: beside the checkpoint, one JSON line each, mode 0600; null when there are none. */
  quarantine: FileRef | null;
  created_at: string;
  attempt: number;
  /** Its file was removed to make room; the record stays, for its counts and quarantined rows are part of the result. */
  cleaned?: true;
  /** Its rows were quarantined by a person's decision: no other run may take them over. */
  given_up?: true;
  /** Run whose checkpoint this is: file, counts and quarantined rows were taken over from it. */
  reused_from?: string;
}

/** `quarantine/partition_N.jsonl`: one line per row that could not be read, or that made an op throw. */
export interface QuarantineLine {
  run_id: string;
  partition: number;
  /** Input row number over the whole dataset. */
  row: number;
  op: string | null;
  op_index: number | null;
  reason: string;
  /** Error class and message as thrown; may quote the row, therefore only here. */
  error: string;
  attempt: number;
  /** Where it came from: 1-based line, offset of its first byte in the file; null when the input is not there any more. */
  source: { file: string; line: number; byte_offset: number } | null;
  /** The row as it stood, as text; bytes that are no UTF-8 are in `raw_base64` instead. */
  raw: string | null;
  raw_base64?: string;
}

/** `results/partition_N.json`: what a partition came to. */
export type PartitionRecord = DonePartition | SkippedPartition;

/** A partition that was left out, by decision or by the recipe's `on_partition_error: skip`. */
export interface SkippedPartition {
  schema_version: 1;
  run_id: string;
  partition: number;
  status: 'skipped';
  /** Rows that the partition would have had. */
  rows: number;
  failure: { type: string; message: string; op?: string };
  finished_at: string;
}

/** A partition that is done. */
export interface DonePartition {
  schema_version: 1;
  run_id: string;
  partition: number;
  status: 'done';
  /** Fingerprint of its last checkpoint: the result belongs to this recipe and input. */
  fingerprint: string;
  result: FileRef;
  /** First entry is the cut (index −1, name `partition`), then every op in order. */
  ops: OpCount[];
  ledger: Ledger;
  quarantine: FileRef | null;
  finished_at: string;
}
