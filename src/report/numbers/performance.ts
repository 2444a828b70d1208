/** How long a run took and what it used, by its events. */
import { rate, sumOf } from '../../events/numbers.js';
import { performanceOf, spread } from '../../events/performance.js';
import { tallyEvents, type Events, type Tally } from '../../events/tally.js';
import { JuicerError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import type { OpPerformance, PerformanceSummary } from '../../model/performance.js';

export type { OpPerformance, PerformanceSummary } from '../../model/performance.js';

/**
 * Times, rates, attempts and resources of a run that is going or has ended; with `operationName` of that op, at all
 * places where the recipe has it. The same numbers as `logs/performance_metrics.json`.
 * @throws JuicerError E_USAGE for an op that the run has not.
 */
export async function performanceSummary(
  events: Events,
  { operationName }: { operationName?: string } = {},
): Promise<PerformanceSummary> {
  return summaryOf(await tallyEvents(events), operationName);
}

/** The same from sums that were made before. */
export function summaryOf(tally: Tally, operationName?: string): PerformanceSummary {
  const whole = performanceOf(tally);
  return operationName === undefined ? whole : ofOp(whole, operationName, tally);
}

function ofOp(whole: PerformanceSummary, name: string, tally: Tally): PerformanceSummary {
  const ops = whole.ops.filter((op) => op.name === name);
  const [only] = ops;
  if (!only) throw unknownOp(whole, name);
  const numbers = ops.length === 1 ? only : joined(ops, tally);
  const { total, peak_rss_mb, cpu_seconds } = numbers;
  const { index: _index, name: _name, duration: _same, reused: _reused, ...rest } = numbers;
  const { rejected: _r, duplicates: _d, quarantined: _q, merged: _m, added: _a, ...work } = rest;
  return {
    operation_name: name,
    total_time: total,
    avg_partition_time: numbers.mean,
    ...work,
    resource_usage: { ...whole.resource_usage, cpu_seconds, peak_rss_mb },
    ops,
  };
}

/** The places of an op taken together: rows enter at each of them. */
function joined(ops: readonly OpPerformance[], tally: Tally): OpPerformance {
  const places = new Set(ops.map((op) => op.index));
  const run = [...tally.partitions.values()]
    .filter((p) => p.status === 'done')
    .flatMap((p) => [...p.ops.values()].filter((op) => places.has(op.index) && !op.reused));
  const times = Float64Array.from(run, (op) => op.duration).sort();
  const add = (key: 'count' | 'rows_in' | 'rows_out' | 'bytes_in' | 'retries' | 'failed_attempts'): number =>
    sumOf(ops.map((op) => op[key]));
  const total = sumOf(times);
  const known = (key: 'cpu_seconds' | 'peak_rss_mb'): number[] => ops.flatMap((op) => op[key] ?? []);
  const [cpu, rss] = [known('cpu_seconds'), known('peak_rss_mb')];
  return {
    ...(ops[0] as OpPerformance),
    count: add('count'),
    ...spread(times),
    rows_in: add('rows_in'),
    rows_out: add('rows_out'),
    bytes_in: add('bytes_in'),
    rows_per_second: rate(sumOf(run.map((op) => op.ledger.rows_in)), total),
    mb_per_second: rate(sumOf(ops.map((op) => (op.mb_per_second ?? 0) * op.total)), total),
    cpu_seconds: cpu.length === 0 ? null : sumOf(cpu),
    peak_rss_mb: rss.length === 0 ? null : Math.max(...rss),
    retries: add('retries'),
    failed_attempts: add('failed_attempts'),
  };
}

function unknownOp({ ops }: PerformanceSummary, name: string): JuicerError {
  const names = [...new Set(ops.map((op) => op.name))];
  const [near] = nearest(name, names, 1);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return new JuicerError('E_USAGE', `the run has no op ${JSON.stringify(name)}${guess}`, {
    hint: names.length === 0 ? 'it has no plan yet' : `it has ${names.join(', ')}`,
  });
}
