/** The ops over all partitions, from the partitions' records or, where there is none, from the events. */
import type { DonePartition, OpCount } from '../../model/checkpoint.js';
import { addLedgers, chainLedgers, emptyLedger, type Ledger } from '../../model/ledger.js';
import type { Plan } from '../../model/plan.js';
import { mean, quantile } from '../../events/numbers.js';
import type { PartitionSeen } from './partition-fold.js';
import type { RunSeen } from './run-fold.js';
import type { OpReport } from './value.js';

/** The counts of a partition: of its record, else of its events; the cut first. */
export interface PartitionCounts {
  partition: number;
  done: boolean;
  ops: readonly OpCount[];
}

/** Counts of every partition of which something is known, by rising number. */
export function partitionCounts(
  records: ReadonlyMap<number, DonePartition>,
  seen: ReadonlyMap<number, PartitionSeen>,
  plan: Plan | null,
): PartitionCounts[] {
  const ids = [...new Set([...records.keys(), ...seen.keys()])].sort((a, b) => a - b);
  return ids.map((partition) => {
    const record = records.get(partition);
    if (record) return { partition, done: true, ops: record.ops };
    return { partition, done: false, ops: opsSeen(seen.get(partition), plan) };
  });
}

function opsSeen(seen: PartitionSeen | undefined, plan: Plan | null): OpCount[] {
  const ops = [...(seen?.ops ?? [])].sort(([a], [b]) => a - b);
  return ops.map(([index, { seconds, ledger }]) => ({
    index,
    name: plan?.ops[index]?.name ?? `op ${index}`,
    ...ledger,
    duration: seconds,
  }));
}

/** The ledger of the partitions that are done. */
export function runLedger(counts: readonly PartitionCounts[]): Ledger {
  return counts.filter((c) => c.done).reduce((sum, c) => addLedgers(sum, chainLedgers(c.ops)), emptyLedger());
}

/** A line per op, the cut first: sums of those partitions that are done, attempts of all. */
export function opReports(counts: readonly PartitionCounts[], plan: Plan | null, run: RunSeen): OpReport[] {
  const places: { index: number; name: string; kind: OpReport['kind'] }[] = [
    { index: -1, name: 'partition', kind: 'partition' },
    ...(plan?.ops ?? []),
  ];
  const byOp = new Map<number, OpCount[]>();
  for (const { done, ops } of counts) {
    if (!done) continue;
    for (const op of ops) {
      const list = byOp.get(op.index);
      if (list) list.push(op);
      else byOp.set(op.index, [op]);
    }
  }
  return places.map((place) => opReport(place, byOp.get(place.index) ?? [], run));
}

function opReport(
  { index, name, kind }: Pick<OpReport, 'index' | 'name' | 'kind'>,
  counts: readonly OpCount[],
  run: RunSeen,
): OpReport {
  const ledger = counts.reduce<Ledger>((sum, c) => addLedgers(sum, c), emptyLedger());
  const durations = Float64Array.from(counts, (c) => c.duration).sort();
  const duration = durations.reduce((sum, d) => sum + d, 0);
  // The cut's time is not in the records: it is told by its attempts only.
  const timed = index >= 0 && counts.length > 0;
  return {
    index,
    name,
    kind,
    ...ledger,
    partitions: counts.length,
    duration,
    mean: timed ? mean([...durations]) : null,
    p50: timed ? quantile(durations, 0.5) : null,
    p95: timed ? quantile(durations, 0.95) : null,
    max: timed ? (durations.at(-1) ?? null) : null,
    rows_per_second: timed && duration > 0 ? ledger.rows_in / duration : null,
    retries: run.opRetries.get(index) ?? 0,
    failed_attempts: run.opFailures.get(index) ?? 0,
  };
}
