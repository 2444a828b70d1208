/** Analyses a dataset in threads: ranges of the input in any order, their sums added up in the order of the input. */
import type { Partition, PlannedOp } from '../model/plan.js';
import { analyzedStats } from './analyze-range.js';
import { addSums, noSums, type AnalyzedStat, type AnalyzedSums } from './analyze-sums.js';
import { bundlesOf } from './own-ops.js';
import type { ThreadPool } from './pool.js';

/** Ranges are small: each thread holds one, and a row that makes an op loop is found soon. */
export const ANALYZE_RANGE = { rows: 5000, bytes: 16 * 2 ** 20 } as const;
/** Rows whose values are kept for quantiles, histograms and curves: all of a smaller dataset, an even sample of a larger one. */
export const KEPT_VALUES = 100_000;
const STALL_MS = 300_000;
const BEAT_MS = 500;

/** What is analysed. */
export interface AnalyzeTask {
  ops: readonly PlannedOp[];
  textKey: string;
  /** Rows get the field with the ending of their file. */
  addSuffix: boolean;
  /** The whole input, cut into ranges, and its rows. */
  partitions: readonly Partition[];
  rows: number;
  /** About so many rows are measured, spread evenly over the input; null: all. */
  limit: number | null;
  signal: AbortSignal;
  onRows(done: number): void;
}

/** What came of it. Every `every`-th row was measured, of those every `keepEvery`-th has its values in the sample. */
export interface Analyzed {
  stats: AnalyzedStat[];
  sums: AnalyzedSums;
  every: number;
  keepEvery: number;
}

/**
 * Measures the dataset. The outcome does not depend on the number of threads.
 * @throws JuicerError as the jobs do; E_STALLED when an op loops on a row.
 */
export async function analyzeDataset(pool: ThreadPool, task: AnalyzeTask): Promise<Analyzed> {
  const { ops, rows, limit } = task;
  const every = limit === null ? 1 : stride(rows, limit);
  const keepEvery = stride(Math.ceil(rows / every), KEPT_VALUES);
  const stats = analyzedStats(ops);
  const filters = ops.filter((op) => op.kind === 'filter').length;
  const sums = noSums(stats, { ops: ops.length, filters });
  const waiting = new Map<number, AnalyzedSums>();
  let [next, added, done] = [0, 0, 0];
  const one = async (): Promise<void> => {
    for (let i = next++; i < task.partitions.length; i = next++) {
      const partition = task.partitions[i] as Partition;
      waiting.set(i, await runRange(pool, task, { partition, every, keepEvery }));
      task.onRows((done += partition.rows));
      for (let ready = waiting.get(added); ready; ready = waiting.get(added)) {
        addSums(sums, ready);
        waiting.delete(added++);
      }
    }
  };
  await Promise.all(Array.from({ length: 2 * pool.threads }, one));
  return { stats, sums, every, keepEvery };
}

function runRange(
  pool: ThreadPool,
  { ops, textKey, addSuffix, signal }: AnalyzeTask,
  o: { partition: Partition; every: number; keepEvery: number },
): Promise<AnalyzedSums> {
  const place = { dir: '', token: '', attempt: 1 };
  return pool.run<'analyze'>(
    { kind: 'analyze', ...place, ops: [...ops], code: bundlesOf(ops), textKey, addSuffix, ...o },
    { signal, onBeat: () => undefined, everyMs: BEAT_MS, stallMs: STALL_MS, memoryMb: null },
  );
}

/** Every so manieth of `rows` gives at most `limit`. */
function stride(rows: number, limit: number): number {
  return Math.max(1, Math.ceil(rows / limit));
}
