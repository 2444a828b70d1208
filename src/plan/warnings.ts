/** Where a recipe departs from good practice for the input at hand: told before a run starts, never a reason to refuse it. */
import type { Compression, FileForm, StorageFormat } from '../model/file-form.js';

/** A warning: what is beyond what, in `unit`, and what to do. */
export interface PlanWarning {
  kind: 'memory' | 'retries' | 'disk';
  message: string;
  cure: string;
  value: number;
  limit: number;
  unit: 'MiB' | 'retries';
}

/** What is looked at. Sizes in bytes. */
export interface WarningSources {
  /** The largest partition, or the most that it can have where the input was not scanned. */
  largestPartition: number;
  input: number;
  /** Memory of all threads of a worker, MiB. */
  memoryMb: number;
  threads: number;
  maxRetries: number;
  /** Files of checkpoints that a partition keeps, without its own. */
  checkpoints: number;
  /** The form of partitions and results, and that of checkpoints. */
  forms: { partitions: FileForm; checkpoints: FileForm };
  /** Free space where the run's folder will be; null when it cannot be told. */
  free: number | null;
}

const MIB = 2 ** 20;

/** Memory of a thread ÷ size of the partition that it works on: 6 to 13 measured, the more the smaller the partition. */
export const MEMORY_FACTOR = 8;
/** More attempts hide a lasting failure rather than outlast a passing one. */
export const MOST_RETRIES = 5;
/** Size of a checkpoint ÷ size of its rows as JSONL, of texts in many languages: as measured, and room. */
export const DISK_FACTOR: Readonly<Record<StorageFormat, Readonly<Partial<Record<Compression, number>>>>> = {
  parquet: { snappy: 0.5, zstd: 0.4, gzip: 0.4, none: 1 },
  arrow: { lz4: 0.5, zstd: 0.4, none: 1.1 },
  jsonl: { gzip: 0.4, zstd: 0.4, none: 1.2 },
};
/** Pieces of the export, beside the checkpoints, as long as it is put together: as large as the input at most. */
const EXPORT_FACTOR = 1;

/** Every warning that applies. */
export function planWarnings(o: WarningSources): PlanWarning[] {
  return [memory(o), retries(o), disk(o)].filter((warning) => warning !== null);
}

function memory({ largestPartition, memoryMb, threads }: WarningSources): PlanWarning | null {
  const [value, limit] = [mib(largestPartition * MEMORY_FACTOR), Math.floor(memoryMb / threads)];
  if (value <= limit) return null;
  const fits = Math.max(1, Math.floor(limit / MEMORY_FACTOR));
  return {
    kind: 'memory',
    message: `a partition of ${mib(largestPartition)} MiB takes about ${value} MiB of memory, a thread's share is ${limit} MiB (performance.memory_limit_gb over ${threads} threads)`,
    cure: `set max_partition_size_mb to ${fits} or less, raise performance.memory_limit_gb or lower performance.num_workers`,
    value,
    limit,
    unit: 'MiB',
  };
}

function retries({ maxRetries }: WarningSources): PlanWarning | null {
  if (maxRetries <= MOST_RETRIES) return null;
  return {
    kind: 'retries',
    message: `max_retries is ${maxRetries}: what has failed more than ${MOST_RETRIES} times will fail again, and takes up threads meanwhile`,
    cure: `set max_retries to ${MOST_RETRIES} or less; attempts lost to a dead worker are not counted among them`,
    value: maxRetries,
    limit: MOST_RETRIES,
    unit: 'retries',
  };
}

function disk({ input, checkpoints, forms, free }: WarningSources): PlanWarning | null {
  if (free === null) return null;
  const [own, later] = [factorOf(forms.partitions), factorOf(forms.checkpoints)];
  // A result of the same form is a link to its last checkpoint.
  const results = forms.partitions.format === forms.checkpoints.format ? 0 : own;
  const factor = own + later * checkpoints + results + EXPORT_FACTOR;
  const [value, limit] = [mib(input * factor), Math.floor(free / MIB)];
  if (value <= limit) return null;
  return {
    kind: 'disk',
    message: `the run takes about ${value} MiB of disk (${mib(input)} MiB of input, ${checkpoints} checkpoints of each partition), ${limit} MiB are free in work_dir`,
    cure: 'lower checkpointing.max_checkpoints_per_partition, choose a strategy with fewer checkpoints or another compression, or put work_dir on a larger disk',
    value,
    limit,
    unit: 'MiB',
  };
}

function factorOf({ format, compression }: FileForm): number {
  return DISK_FACTOR[format][compression] ?? 1;
}

function mib(bytes: number): number {
  return Math.ceil(bytes / MIB);
}
