/** The figures of one side of a pair. */
import type { Cost } from '../measure/tree.js';
import type { Kept } from './kept.js';

/** One measured run. Times in seconds, memory in MiB. */
export interface Figures {
  /** From the start of the command to its end. */
  wall_s: number;
  /** Of it, before the work proper begins and after it has ended; null where the two cannot be told apart. */
  start_up_s: number | null;
  shut_down_s: number | null;
  docs_per_s: number;
  groups: Record<string, Cost>;
  tree: Cost;
  kept: Kept;
}

/** Our run and the bare loop, one after the other. */
export interface Pair {
  ours: Figures;
  bare: Figures;
  /** Of CPU seconds and of wall time, ours to bare. */
  cpu_ratio: number;
  wall_ratio: number;
}

/** A pair with its ratios. */
export function pairOf(ours: Figures, bare: Figures): Pair {
  return {
    ours,
    bare,
    cpu_ratio: round(ours.tree.cpu_s / Math.max(bare.tree.cpu_s, 0.01)),
    wall_ratio: round(ours.wall_s / Math.max(bare.wall_s, 0.01)),
  };
}

/** Two digits after the point. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The middle one by size; of an even number the lower of the two in the middle, so that it is one that was measured. */
export function medianBy<T>(items: readonly T[], size: (item: T) => number): T {
  const sorted = [...items].sort((a, b) => size(a) - size(b));
  const middle = sorted[(sorted.length - 1) >> 1];
  if (middle === undefined) throw new Error('there is no median of nothing');
  return middle;
}
