/** The three reports of a run, from its verdict, plan, mapping, partition records and events. Pure. */
import type { FinalMappingReport, PerformanceMetrics, ProcessingSummary } from '../model/artefacts.js';
import type { DonePartition, OpCount, PartitionRecord } from '../model/checkpoint.js';
import type { Verdict } from '../model/verdict.js';
import { addLedgers, emptyLedger } from '../model/ledger.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import { cpuSeconds, type PartitionTally, type Tally } from './tally.js';

/** What the reports are made of. */
export interface ReportSources {
  verdict: Verdict;
  plan: Plan;
  mapping: DatasetMapping;
  /** Record of each partition of the mapping, null where it is not done. */
  records: readonly (PartitionRecord | null)[];
  tally: Tally;
  /** Size of the run's folder, MiB. */
  runDirMb: number | null;
}

/** `logs/processing_summary.json`. Ledger and ops are sums over the partitions that are done. */
export function processingSummary({ verdict, plan, records, tally }: ReportSources): ProcessingSummary {
  const { counts } = verdict;
  const done = records.filter(isDone);
  return {
    schema_version: 1,
    run_id: plan.run_id,
    project_name: plan.project_name,
    verdict: verdict.status,
    success_rate:
      counts.partitions === 0 ? (verdict.status === 'done' ? 1 : 0) : counts.completed / counts.partitions,
    counts,
    ledger: done.reduce((sum, r) => addLedgers(sum, r.ledger), emptyLedger()),
    ops: opSums(plan, done).map(({ count }) => count),
    started_at: isoTime(verdict.started_at),
    ended_at: isoTime(verdict.ended_at),
    duration: verdict.ended_at - verdict.started_at,
    attempts: tally.attempts,
    export: verdict.export,
    failure: verdict.failure,
  };
}

/** `logs/performance_metrics.json`. Rates are over the run's whole time; MB are MiB of input. */
export function performanceMetrics({
  verdict,
  plan,
  mapping,
  records,
  tally,
  runDirMb,
}: ReportSources): PerformanceMetrics {
  const time = verdict.ended_at - verdict.started_at;
  const times = [...tally.partitions.values()].filter((p) => p.status !== 'running').map((p) => p.time);
  const done = records.filter(isDone);
  const partitions = mapping.partitions.filter((_, i) => isDone(records[i] ?? null));
  const bytes = partitions.reduce((sum, p) => sum + p.bytes, 0);
  const rows = partitions.reduce((sum, p) => sum + p.rows, 0);
  return {
    schema_version: 1,
    run_id: plan.run_id,
    total_time: time,
    avg_partition_time: mean(times),
    rows_per_second: rate(rows, time),
    mb_per_second: rate(bytes / 2 ** 20, time),
    resource_usage: {
      cpu_seconds: cpuSeconds(tally),
      peak_rss_mb: tally.peakRssMb,
      run_dir_mb: runDirMb,
      disk_free_mb: tally.diskFreeMb,
    },
    ops: opSums(plan, done).map(({ count, durations }) => ({
      ...count,
      count: durations.length,
      mean: mean(durations),
      p50: quantile(durations, 0.5),
      p95: quantile(durations, 0.95),
      max: durations.at(-1) ?? null,
      rows_per_second: rate(count.rows_in, count.duration),
      retries: tally.retries.get(count.index) ?? 0,
    })),
  };
}

/** `metadata/final_mapping_report.json`. */
export function finalMappingReport({ plan, mapping, records, tally }: ReportSources): FinalMappingReport {
  return {
    schema_version: 1,
    run_id: plan.run_id,
    total_rows: mapping.total_rows,
    partitions: mapping.partitions.map(({ id, rows, bytes, sha256 }, i) => {
      const end = records[i] ?? null;
      const record = isDone(end) ? end : null;
      const seen = tally.partitions.get(id);
      return {
        id,
        status: end ? end.status : statusOf(seen?.status),
        rows,
        bytes,
        sha256,
        rows_out: record?.ledger.rows_out ?? null,
        ops: record?.ops ?? [],
        attempts: seen?.attempts ?? 0,
        result: record?.result ?? null,
      };
    }),
  };
}

/** Of a partition without a record. One that was open when the run ended was stopped with it. */
function statusOf(
  seen: PartitionTally['status'] | undefined,
): 'failed' | 'parked' | 'cancelled' | 'not_started' {
  if (seen === undefined) return 'not_started';
  return seen === 'failed' || seen === 'parked' ? seen : 'cancelled';
}

function isDone(record: PartitionRecord | null): record is DonePartition {
  return record?.status === 'done';
}

/** Each op of the plan with the sum of its counts, and its durations in rising order. */
function opSums(plan: Plan, records: readonly DonePartition[]): { count: OpCount; durations: number[] }[] {
  const sums = plan.ops.map(({ index, name }) => ({
    count: { index, name, ...emptyLedger(), duration: 0 } as OpCount,
    durations: [] as number[],
  }));
  for (const op of records.flatMap((r) => r.ops)) {
    const sum = sums[op.index];
    if (!sum) continue;
    Object.assign(sum.count, addLedgers(sum.count, op), { duration: sum.count.duration + op.duration });
    sum.durations.push(op.duration);
  }
  for (const sum of sums) sum.durations.sort((a, b) => a - b);
  return sums;
}

/** The value at or below which the share `q` of some sorted numbers lies. */
function quantile(sorted: readonly number[], q: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? null;
}

function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}

function rate(amount: number, time: number): number | null {
  return time > 0 ? amount / time : null;
}

function isoTime(time: number): string {
  return new Date(time * 1000).toISOString();
}
