/** How large partitions are: what the recipe asks for, what is known of the input, and what was decided. Plain values. */

/** The recipe's `partition`. */
export interface PartitionSettings {
  /** `auto`: sizes are found; `manual`: the recipe says them. */
  mode: 'auto' | 'manual';
  strategy: 'sample' | 'size' | 'adaptive';
  num_of_partitions: number | null;
  target_size_mb: number | null;
}

/** The size of rows at the start of the input, in bytes of their records. */
export interface RowSample {
  rows: number;
  bytes: number;
  mean: number;
  median: number;
  p99: number;
}

/** What is known of the input before it is cut. */
export interface InputSurvey {
  /** Content of all files, unpacked. */
  bytes: number;
  /** False: packed files are taken to hold as much for each of their bytes as their start does. */
  exact: boolean;
  /** Rows of all files; null where they were not counted. */
  rows: number | null;
  /** Rows from the start of some files; null where none were looked at, or none ends there. */
  sample: RowSample | null;
  /** What chain and checkpoints take, as the first rows did; null where it was not or could not be measured. */
  seconds_per_mib: number | null;
  /** Who will work on it; null where that does not matter. */
  force: { workers: number; threads_each: number } | null;
}

/** So many parts of about equal size. */
export interface EvenParts {
  unit: 'rows' | 'bytes';
  /** Of the whole input, as far as it is known. */
  total: number;
  parts: number;
}

/** What bounds a partition; a single row that is larger than `bytes` is a partition of its own. */
export interface CutBounds {
  /** Null: no bound. */
  rows: number | null;
  bytes: number;
  /** Within the bounds the input is shared out evenly; absent or null: each partition is filled up to a bound. */
  even?: EvenParts | null;
}

/** How the input is cut. Decided once: a mapping that is made again takes it from the plan. */
export interface Sizing {
  partition: PartitionSettings;
  bounds: CutBounds;
  /** In words, one line. */
  why: string;
  /** What was found of the input; null where nothing had to be known. */
  survey: InputSurvey | null;
}
