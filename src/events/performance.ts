/** Times, rates and use of a run and of each op, from the sums over its events. */
import { addLedgers, emptyLedger } from '../model/ledger.js';
import type { OpPerformance, PerformanceSummary } from '../model/performance.js';
import { greatest, mean, quantile, rate, sumOf } from './numbers.js';
import type { OpDone, PartitionTally } from './partition-tally.js';
import { timeOf } from './run-tally.js';
import type { Tally } from './tally.js';
import { cpuSeconds, ownShare, rounded } from './usage-tally.js';

const MIB = 2 ** 20;

/** What is known better than from the events: the run's time before its end is told, the plan's ops. */
export interface BetterKnown {
  totalTime?: number;
  opNames?: readonly string[];
}

/** An op's completion on a partition that is done. */
interface Applied {
  op: OpDone;
  bytes: number;
}

/** The whole run. Rows, times and rates are over the partitions that are done, attempts over all. */
export function performanceOf(tally: Tally, known: BetterKnown = {}): PerformanceSummary {
  const { usage } = tally;
  const totalTime = known.totalTime ?? timeOf(tally.run);
  const partitions = [...tally.partitions.values()];
  const done = partitions.filter((p) => p.status === 'done');
  const times = Float64Array.from(done, (p) => p.time).sort();
  const rows = sumOf(done.map((p) => p.rows ?? 0));
  const bytes = sumOf(done.map((p) => p.bytes));
  const cpu = cpuSeconds(usage);
  return {
    operation_name: null,
    total_time: totalTime,
    avg_partition_time: mean(partitions.filter(hasEnded).map((p) => p.time)),
    count: done.length,
    ...spread(times),
    rows_in: rows,
    rows_out: sumOf(done.map((p) => p.ledger?.rows_out ?? 0)),
    bytes_in: bytes,
    rows_per_second: rate(rows, totalTime),
    mb_per_second: rate(bytes / MIB, totalTime),
    cpu_seconds: cpu,
    peak_rss_mb: usage.peakRssMb,
    retries: tally.retries,
    failed_attempts: tally.attempts.failed,
    resource_usage: {
      cpu_seconds: cpu,
      peak_rss_mb: usage.peakRssMb,
      run_dir_mb: usage.runDirMb,
      disk_free_mb: usage.diskFreeMb,
    },
    ops: opsOf(tally, known.opNames ?? tally.run.opNames),
  };
}

/** Whether a partition came to an end of whatever kind, at least for now. */
export function hasEnded({ status }: PartitionTally): boolean {
  return status !== 'pending' && status !== 'running' && status !== 'paused';
}

function opsOf(tally: Tally, names: readonly string[]): OpPerformance[] {
  const applied = new Map<number, Applied[]>(names.map((_, index) => [index, []]));
  for (const partition of tally.partitions.values()) {
    if (partition.status !== 'done') continue;
    for (const op of partition.ops.values()) {
      const list = applied.get(op.index) ?? [];
      list.push({ op, bytes: partition.bytes });
      applied.set(op.index, list);
    }
  }
  const shares = new Map([...tally.usage.workers].map(([name, worker]) => [name, ownShare(worker)]));
  return [...applied]
    .sort(([a], [b]) => a - b)
    .map(([index, list]) => opOf(tally, { index, list, shares, name: names[index] }));
}

function opOf(
  tally: Tally,
  o: { index: number; name: string | undefined; list: readonly Applied[]; shares: Map<string, number> },
): OpPerformance {
  const { index, list, shares } = o;
  const run = list.filter(({ op }) => !op.reused);
  const times = Float64Array.from(run, ({ op }) => op.duration).sort();
  const total = sumOf(times);
  const ledger = list.reduce((sum, { op }) => addLedgers(sum, op.ledger), emptyLedger());
  return {
    index,
    name: o.name ?? list[0]?.op.name ?? `op ${index}`,
    ...ledger,
    duration: total,
    count: list.length,
    reused: list.length - run.length,
    ...spread(times),
    bytes_in: sumOf(list.map(({ bytes }) => bytes)),
    rows_per_second: rate(sumOf(run.map(({ op }) => op.ledger.rows_in)), total),
    mb_per_second: rate(sumOf(run.map(({ bytes }) => bytes)) / MIB, total),
    cpu_seconds:
      run.length === 0 ? null : rounded(sumOf(run.map(({ op }) => op.cpu * (shares.get(op.worker) ?? 1)))),
    peak_rss_mb: run.reduce<number | null>((most, { op }) => greatest(most, op.peakRssMb), null),
    retries: tally.opRetries.get(index) ?? 0,
    failed_attempts: tally.opFailures.get(index) ?? 0,
  };
}

/** Sum and place of sorted times, seconds; null where there are none. */
export function spread(
  sorted: Float64Array,
): Pick<PerformanceSummary, 'total' | 'mean' | 'p50' | 'p95' | 'max'> {
  return {
    total: sumOf(sorted),
    mean: mean(sorted),
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max: sorted.at(-1) ?? null,
  };
}
