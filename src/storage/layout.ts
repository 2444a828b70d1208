/** Where things are in a run's folder (design §4). Paths are relative to it. */
import { checkpointStem, partitionStem } from '../model/ids.js';

/** Single files of a run. */
export const RUN_FILES = {
  recipe: 'metadata/recipe.yaml',
  plan: 'metadata/plan.json',
  mapping: 'metadata/dataset_mapping.json',
  finalMapping: 'metadata/final_mapping_report.json',
  manifest: 'metadata/manifest.json',
  executions: 'metadata/executions',
  events: 'logs/processing_events.jsonl',
  summary: 'logs/processing_summary.json',
  metrics: 'logs/performance_metrics.json',
} as const;

/** `metadata/code/<sha256>.cjs`: a module of own ops with all that it imports, by the hash of its text. */
export function codeFile(sha256: string): string {
  return `metadata/code/${sha256}.cjs`;
}

/** Folder of the slices that the event log is joined from. */
export const EVENT_SLICES = 'logs/events';

/** Folder of the samples that the tracer keeps. */
export const TRACE = 'trace';

/** Folder of pieces and other files in flight. */
export const SCRATCH = 'temp/intermediate_data';

/** Folder of files that were found damaged or foreign. */
export const SET_ASIDE = 'set_aside';

/** `partitions/partition_000012` without extension. */
export function partitionFile(partition: number): string {
  return `partitions/${partitionStem(partition)}`;
}

/** `checkpoints/partition_000012`. */
export function checkpointFolder(partition: number): string {
  return `checkpoints/${partitionStem(partition)}`;
}

/** `checkpoints/partition_000012/op_001_name` without extension. */
export function checkpointFile(partition: number, opIndex: number, opName: string): string {
  return `${checkpointFolder(partition)}/${checkpointStem(opIndex, opName)}`;
}

/** `results/partition_000012_processed` without extension. */
export function resultFile(partition: number): string {
  return `results/${partitionStem(partition)}_processed`;
}

/** `results/partition_000012.json`. */
export function resultRecord(partition: number): string {
  return `results/${partitionStem(partition)}.json`;
}

/** `quarantine/partition_000012.jsonl`. */
export function quarantineFile(partition: number): string {
  return `quarantine/${partitionStem(partition)}.jsonl`;
}

/** `temp/intermediate_data/export-000000-000064.jsonl`: partitions [from, to) of the export. */
export function mergePiece(from: number, to: number): string {
  return `${SCRATCH}/export-${String(from).padStart(6, '0')}-${String(to).padStart(6, '0')}.jsonl`;
}

/** The record of an export's file that stands, while others are still to be written. */
export function exportedRecord(name: string): string {
  return `${SCRATCH}/exported-${name}.json`;
}

/** `trace/parts/partition_000012`. */
export function traceFolder(partition: number): string {
  return `${TRACE}/parts/${partitionStem(partition)}`;
}

/** `trace/sample_trace-name.jsonl`; `suffix` tells apart several places of one op in a chain. */
export function traceFile(opName: string, suffix: string): string {
  return `${TRACE}/sample_trace-${opName}${suffix}.jsonl`;
}
