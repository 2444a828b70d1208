/** What the events of a run say about its failures and its speed: where they come from, and what stands out. */
import { addEvent, emptyTally, type Events, type Tally } from '../../events/tally.js';
import { performanceOf } from '../../events/performance.js';
import { FailureFold, type Counts } from './failure-fold.js';
import { skewOf, type Skew } from './skew.js';
import { statusOf, type StatusSummary } from '../numbers/status.js';
import type { OpPerformance, UsageNumbers } from '../../model/performance.js';

/** How many partitions, workers or kinds are named at most, the worst first. */
const NAMED = 20;

/** Failed attempts that have something in common; `share` of all failed attempts. */
export interface FailureGroup {
  name: string;
  count: number;
  share: number;
}

/** A partition by the time of its attempts, in seconds. */
export interface SlowPartition {
  partition_id: number;
  status: string;
  seconds: number;
  rows: number | null;
  bytes: number;
  attempts: number;
  retries: number;
}

/** An op by the time that it took over all partitions that are done; `share` of the time of all ops. */
export interface SlowOp extends Pick<
  OpPerformance,
  'index' | 'name' | 'total' | 'mean' | 'p95' | 'max' | 'rows_per_second'
> {
  share: number;
}

/** All of it. */
export interface FailurePatterns {
  status: StatusSummary;
  failures: {
    /** Failed attempts ÷ attempts. */
    rate: number;
    by_op: FailureGroup[];
    by_error_type: FailureGroup[];
    by_partition: FailureGroup[];
    by_worker: FailureGroup[];
    /** Op and kind of error together. */
    by_op_and_type: (Omit<FailureGroup, 'name'> & { operation_name: string; error_type: string })[];
  };
  retries: { total: number; partitions: number; by_op: { index: number; name: string; count: number }[] };
  slowest_partitions: SlowPartition[];
  slowest_ops: SlowOp[];
  /** Over the partitions that are done: time of their attempts, bytes of their input. */
  skew: { time: Skew | null; bytes: Skew | null };
  /** Share of the segments' time that was not the ops': reading, writing and checking of checkpoints. Null: no time. */
  checkpoint_share: number | null;
  checkpoint_seconds: number;
  total_time: number | null;
  rows_per_second: number | null;
  resource_usage: UsageNumbers;
  log: {
    /** Lines that a log of each level has. */
    lines: Record<'DEBUG' | 'INFO' | 'WARNING' | 'ERROR', number>;
    gone_histories: number;
  };
}

/** Folds the events of a run, in one pass. */
export async function failurePatterns(events: Events): Promise<FailurePatterns> {
  const tally = emptyTally();
  const fold = new FailureFold();
  for await (const event of events) {
    addEvent(tally, event);
    fold.add(event);
  }
  return patternsOf(tally, fold);
}

function patternsOf(tally: Tally, fold: FailureFold): FailurePatterns {
  const { ops, total_time, rows_per_second, resource_usage } = performanceOf(tally);
  const { attempts } = tally;
  const spent = Math.max(0, fold.segmentTime - fold.opTime);
  return {
    status: statusOf(tally),
    failures: {
      rate: attempts.total > 0 ? attempts.failed / attempts.total : 0,
      by_op: groups(fold.byOp),
      by_error_type: groups(fold.byType),
      by_partition: groups(fold.byPartition),
      by_worker: groups(fold.byWorker),
      by_op_and_type: groups(fold.byOpAndType).map(({ name, ...group }) => {
        const [operation_name = '', error_type = ''] = name.split('\n');
        return { operation_name, error_type, ...group };
      }),
    },
    retries: retriesOf(tally),
    slowest_partitions: slowPartitions(tally),
    slowest_ops: slowOps(ops),
    skew: skews(tally),
    checkpoint_share: fold.segmentTime > 0 ? spent / fold.segmentTime : null,
    checkpoint_seconds: spent,
    total_time,
    rows_per_second,
    resource_usage,
    log: { lines: fold.lines, gone_histories: fold.goneHistories },
  };
}

function groups(counts: Counts): FailureGroup[] {
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, NAMED)
    .map(([name, count]) => ({ name, count, share: count / total }));
}

function retriesOf(tally: Tally): FailurePatterns['retries'] {
  const { opNames } = tally.run;
  const nameOf = (index: number): string => (index < 0 ? 'partition' : (opNames[index] ?? `op ${index}`));
  return {
    total: tally.retries,
    partitions: [...tally.partitions.values()].filter((p) => p.retries > 0).length,
    by_op: [...tally.opRetries]
      .map(([index, count]) => ({ index, name: nameOf(index), count }))
      .sort((a, b) => b.count - a.count || a.index - b.index),
  };
}

function slowPartitions({ partitions }: Tally): SlowPartition[] {
  return [...partitions]
    .map(([partition_id, p]) => {
      const { status, worked, rows, bytes, attempts, retries } = p;
      return { partition_id, status, seconds: worked, rows, bytes, attempts, retries };
    })
    .sort((a, b) => b.seconds - a.seconds || a.partition_id - b.partition_id)
    .slice(0, NAMED);
}

function slowOps(ops: readonly OpPerformance[]): SlowOp[] {
  const all = ops.reduce((sum, op) => sum + op.total, 0);
  return ops
    .map(({ index, name, total, mean, p95, max, rows_per_second }) => {
      const share = all > 0 ? total / all : 0;
      return { index, name, total, share, mean, p95, max, rows_per_second };
    })
    .sort((a, b) => b.total - a.total || a.index - b.index);
}

function skews({ partitions }: Tally): FailurePatterns['skew'] {
  const done = [...partitions].filter(([, p]) => p.status === 'done');
  return {
    time: skewOf(done.map(([id, p]) => ({ id, value: p.worked }))),
    bytes: skewOf(done.map(([id, p]) => ({ id, value: p.bytes }))),
  };
}
