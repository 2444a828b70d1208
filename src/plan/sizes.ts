/** How partitions came out: how many, how large, how even. */

/** Least, middle and greatest of some numbers. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** Sizes of the partitions of a dataset. */
export interface PartitionSizes {
  partitions: number;
  rows: Spread;
  bytes: Spread;
  /** Greatest ÷ middle size in bytes; 1 when all are alike, or there are none. */
  max_to_median: number;
}

/** Sizes of partitions. */
export function sizesOf(partitions: readonly { rows: number; bytes: number }[]): PartitionSizes {
  const [rows, bytes] = [spreadOf(partitions.map((p) => p.rows)), spreadOf(partitions.map((p) => p.bytes))];
  const ratio = bytes.median === 0 ? 1 : Math.round((bytes.max / bytes.median) * 100) / 100;
  return { partitions: partitions.length, rows, bytes, max_to_median: ratio };
}

function spreadOf(values: number[]): Spread {
  const sorted = values.sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  return { min: at(0), median: at(Math.floor((sorted.length - 1) / 2)), max: at(sorted.length - 1) };
}
