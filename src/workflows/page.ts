/** How many partitions are looked at, and so started, in one go. */
import type { Segment } from '../model/plan.js';

const MOST = 200;
/** The server takes 4 MiB in one message; each child that a task starts holds all segments, settings and names. */
const BUDGET = 2 * 1024 * 1024;
const BESIDES = 2048;

/** Partitions of one page, so that the children of a whole page can be started in one workflow task. */
export function pageSize(segments: readonly Segment[]): number {
  const each = JSON.stringify(segments).length + BESIDES;
  return Math.max(1, Math.min(MOST, Math.floor(BUDGET / each)));
}
