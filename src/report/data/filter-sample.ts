/** Which rows of a run are measured again for the report: all of a small run, an even sample of a large one. */
import type { DatasetMapping, Partition } from '../../model/plan.js';
import { evenIndices } from './even-indices.js';
import type { OpReport } from './value.js';

/** What a report may take: rows, seconds of the ops by what they took in the run, bytes of partitions to open. */
const LIMIT = { rows: 20_000, seconds: 3, bytes: 128 * 2 ** 20, partitions: 64 };

/** Partitions and how many rows of each; `rowsEach` is Infinity when all rows are taken. */
export interface SamplePlan {
  partitions: Partition[];
  rowsEach: number;
  whole: boolean;
}

/**
 * Chooses among the partitions that are done: what passed the ops once, under the eye of the worker's watchdog, cannot
 * hold up the report.
 */
export function planSample(
  mapping: DatasetMapping,
  isDone: (partition: number) => boolean,
  ops: readonly OpReport[],
): SamplePlan {
  const done = mapping.partitions.filter((p) => p.rows > 0 && isDone(p.id));
  const rows = done.reduce((sum, p) => sum + p.rows, 0);
  const bytes = done.reduce((sum, p) => sum + p.bytes, 0);
  const most = Math.floor(Math.min(LIMIT.rows, LIMIT.seconds / secondsPerRow(ops)));
  if (rows <= most && bytes <= LIMIT.bytes && done.length <= LIMIT.partitions)
    return { partitions: done, rowsEach: Infinity, whole: true };
  const fit = done.filter((p) => p.bytes <= LIMIT.bytes);
  const room = Math.floor((LIMIT.bytes * fit.length) / Math.max(1, bytes));
  const count = Math.max(1, Math.min(LIMIT.partitions, room, fit.length));
  const partitions = evenIndices(fit.length, count).flatMap((i) => fit[i] ?? []);
  return { partitions, rowsEach: Math.max(1, Math.floor(most / count)), whole: false };
}

/** By the median partition: the first one on each thread pays for loading models and compiling code. */
function secondsPerRow(ops: readonly OpReport[]): number {
  const each = ops.map((op) => (op.rows_in > 0 ? ((op.p50 ?? 0) * op.partitions) / op.rows_in : 0));
  return Math.max(
    each.reduce((sum, s) => sum + s, 0),
    1e-9,
  );
}
