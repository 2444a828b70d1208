/** The map of partitions × ops: how long each op took on each partition. */
import type { PartitionCounts } from './op-sums.js';
import type { Heat } from './value.js';

const MAX_BINS = 200;

/** Mean seconds per partition; neighbouring partitions share a bin when there are more than two hundred. */
export function heatMap(counts: readonly PartitionCounts[], opNames: readonly string[]): Heat {
  const known = counts.filter((c) => c.ops.some((op) => op.index >= 0));
  const size = Math.max(1, Math.ceil(known.length / MAX_BINS));
  const groups = Array.from({ length: Math.ceil(known.length / size) }, (_, i) =>
    known.slice(i * size, (i + 1) * size),
  );
  return {
    ops: [...opNames],
    bins: groups.map((group) => ({ from: group[0]?.partition ?? 0, to: group.at(-1)?.partition ?? 0 })),
    seconds: opNames.map((_, index) => groups.map((group) => meanOf(group, index))),
  };
}

function meanOf(group: readonly PartitionCounts[], index: number): number | null {
  let [sum, count] = [0, 0];
  for (const { ops } of group) {
    for (const op of ops) {
      if (op.index !== index) continue;
      sum += op.duration;
      count++;
    }
  }
  return count === 0 ? null : sum / count;
}
