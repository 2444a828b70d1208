/**
 * The three reports of a run, from its verdict, plan, mapping, partition records and events. Pure. Rows are those of the
 * records, which say what the result holds; times and attempts are those of the events. A sound run has the same rows in both.
 */
import type { FinalMappingReport, PerformanceMetrics, ProcessingSummary } from '../model/artefacts.js';
import type { DonePartition, OpCount, PartitionRecord } from '../model/checkpoint.js';
import type { Verdict } from '../model/verdict.js';
import { addLedgers, emptyLedger } from '../model/ledger.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import { performanceOf } from './performance.js';
import type { PartitionStand, PartitionTally } from './partition-tally.js';
import type { Tally } from './tally.js';

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
export function processingSummary(sources: ReportSources): ProcessingSummary {
  const { verdict, plan, tally } = sources;
  const { counts } = verdict;
  return {
    schema_version: 1,
    run_id: plan.run_id,
    project_name: plan.project_name,
    verdict: verdict.status,
    success_rate:
      counts.partitions === 0 ? (verdict.status === 'done' ? 1 : 0) : counts.completed / counts.partitions,
    counts,
    ledger: sources.records.filter(isDone).reduce((sum, r) => addLedgers(sum, r.ledger), emptyLedger()),
    ops: opSums(sources),
    started_at: isoTime(verdict.started_at),
    ended_at: isoTime(verdict.ended_at),
    duration: verdict.ended_at - verdict.started_at,
    attempts: tally.attempts,
    export: verdict.export,
    failure: verdict.failure,
  };
}

/** `logs/performance_metrics.json`: as `performanceSummary` of the events tells it, with the size of the folder. */
export function performanceMetrics({ verdict, plan, tally, runDirMb }: ReportSources): PerformanceMetrics {
  // The events do not tell the end of an execution before the last of its activities is over.
  const totalTime = tally.run.time + (verdict.ended_at - verdict.started_at);
  const { operation_name: _whole, ...numbers } = performanceOf(tally, {
    totalTime,
    opNames: plan.ops.map((op) => op.name),
  });
  return {
    schema_version: 1,
    run_id: plan.run_id,
    ...numbers,
    total_time: totalTime,
    resource_usage: { ...numbers.resource_usage, run_dir_mb: runDirMb },
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
        ops: (record?.ops ?? []).map((op) => ({ ...op, duration: timeOf(seen, op) })),
        attempts: seen?.attempts ?? 0,
        result: record?.result ?? null,
      };
    }),
  };
}

/** Of a partition without a record. One that was open when the run ended was stopped with it. */
function statusOf(seen: PartitionStand | undefined): 'failed' | 'parked' | 'cancelled' | 'not_started' {
  if (seen === undefined) return 'not_started';
  return seen === 'failed' || seen === 'parked' ? seen : 'cancelled';
}

function isDone(record: PartitionRecord | null): record is DonePartition {
  return record?.status === 'done';
}

/** Each op of the plan with the sum of its counts. */
function opSums({ plan, mapping, records, tally }: ReportSources): OpCount[] {
  const sums: OpCount[] = plan.ops.map(({ index, name }) => ({ index, name, ...emptyLedger(), duration: 0 }));
  for (const [i, record] of records.entries()) {
    const seen = tally.partitions.get(mapping.partitions[i]?.id ?? i);
    for (const op of record && isDone(record) ? record.ops : []) {
      const sum = sums[op.index];
      if (sum) Object.assign(sum, addLedgers(sum, op), { duration: sum.duration + timeOf(seen, op) });
    }
  }
  return sums;
}

/** Seconds that an op took in this run: 0 when it was taken over. By its record when no event tells. */
function timeOf(seen: PartitionTally | undefined, op: OpCount): number {
  return seen?.ops.get(op.index)?.duration ?? op.duration;
}

function isoTime(time: number): string {
  return new Date(time * 1000).toISOString();
}
