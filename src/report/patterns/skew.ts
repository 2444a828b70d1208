/** How far the largest partition stands out from the others. */
import { quantile } from '../../events/numbers.js';

/** Greatest and middle value over partitions, and their ratio; null where the middle is 0. */
export interface Skew {
  max: number;
  median: number;
  ratio: number | null;
  /** The partition that has the greatest. */
  partition_id: number;
}

/** The skew of some partitions' values; null of none. */
export function skewOf(values: readonly { id: number; value: number }[]): Skew | null {
  const [first] = values;
  if (!first) return null;
  const top = values.reduce((most, v) => (v.value > most.value ? v : most), first);
  const median = quantile(Float64Array.from(values, (v) => v.value).sort(), 0.5) ?? 0;
  const ratio = median > 0 ? top.value / median : null;
  return { max: top.value, median, ratio, partition_id: top.id };
}
