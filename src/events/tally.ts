/** What the events of a run add up to: attempts, retries, times, use of resources. Folded line by line. */
import type { JuicerEvent } from '../model/event.js';

/** Name of the step that writes the reports. */
export const REPORT_STEP = 'report';

/** How a partition stands, by its last line. */
export interface PartitionTally {
  attempts: number;
  status: 'running' | 'done' | 'failed' | 'parked' | 'skipped' | 'cancelled';
  /** Time of its workflows, seconds. */
  time: number;
}

/** The sums. */
export interface Tally {
  attempts: { total: number; failed: number; lost: number };
  /** Retries by op index. */
  retries: Map<number, number>;
  partitions: Map<number, PartitionTally>;
  peakRssMb: number | null;
  /** Least free space that an attempt saw. */
  diskFreeMb: number | null;
  /** Per worker: CPU seconds and [start, end] of its attempts that succeeded. */
  workers: Map<string, { cpu: number; spans: [number, number][] }>;
}

/** Adds up all events of a run. */
export async function tallyEvents(
  events: AsyncIterable<JuicerEvent> | Iterable<JuicerEvent>,
): Promise<Tally> {
  const tally: Tally = {
    attempts: { total: 0, failed: 0, lost: 0 },
    retries: new Map(),
    partitions: new Map(),
    peakRssMb: null,
    diskFreeMb: null,
    workers: new Map(),
  };
  for await (const event of events) {
    addAttempt(tally, event);
    addPartition(tally, event);
    addUsage(tally, event);
  }
  return tally;
}

/**
 * CPU seconds of all workers, an estimate: an attempt measures its whole process, so attempts that ran side by side in
 * one process saw each other's work; their mean rate is taken over the time that they cover together.
 */
export function cpuSeconds({ workers }: Tally): number | null {
  if (workers.size === 0) return null;
  let sum = 0;
  for (const { cpu, spans } of workers.values()) {
    const long = spans.reduce((total, [from, to]) => total + (to - from), 0);
    sum += long > 0 ? cpu * (covered(spans) / long) : cpu;
  }
  return Math.round(sum * 1000) / 1000;
}

/**
 * Every attempt has one of two lines: it succeeded and used something, or it failed. Those at the reports are left out:
 * the reports cannot count themselves, and their counts must hold afterwards too.
 */
function addAttempt({ attempts, retries, partitions }: Tally, event: JuicerEvent): void {
  if (event.operation_name === REPORT_STEP) return;
  const failed = event.event_type === 'OPERATION_ERROR';
  if (event.event_type === 'OPERATION_RETRY' && event.operation_idx !== null) {
    retries.set(event.operation_idx, (retries.get(event.operation_idx) ?? 0) + 1);
  }
  if (!failed && event.event_type !== 'RESOURCE_USAGE') return;
  attempts.total++;
  if (failed) attempts.failed++;
  if (failed && event.metadata['lost'] === true) attempts.lost++;
  if (event.partition_id !== null) partitionOf(partitions, event.partition_id).attempts++;
}

function addPartition({ partitions }: Tally, event: JuicerEvent): void {
  const status = (
    {
      PARTITION_START: 'running',
      PARTITION_COMPLETE: 'done',
      PARTITION_ERROR: 'failed',
      PARTITION_PARKED: 'parked',
      CANCELLED: 'cancelled',
    } as const
  )[event.event_type as 'PARTITION_START'] as PartitionTally['status'] | undefined;
  if (status === undefined || event.partition_id === null) return;
  const partition = partitionOf(partitions, event.partition_id);
  partition.status = status;
  partition.time += event.duration ?? 0;
}

function partitionOf(partitions: Tally['partitions'], id: number): PartitionTally {
  const partition = partitions.get(id) ?? { attempts: 0, status: 'running' as const, time: 0 };
  partitions.set(id, partition);
  return partition;
}

function addUsage(tally: Tally, { event_type, resource_usage, metadata }: JuicerEvent): void {
  if (event_type !== 'RESOURCE_USAGE' || !resource_usage) return;
  const { cpu_seconds, peak_rss_mb, disk_free_mb } = resource_usage;
  tally.peakRssMb = pick(Math.max, tally.peakRssMb, peak_rss_mb);
  tally.diskFreeMb = pick(Math.min, tally.diskFreeMb, disk_free_mb);
  const { worker, started_at, ended_at } = metadata as {
    worker: string;
    started_at: number;
    ended_at: number;
  };
  const used = tally.workers.get(worker) ?? { cpu: 0, spans: [] };
  tally.workers.set(worker, used);
  used.cpu += cpu_seconds ?? 0;
  used.spans.push([started_at, ended_at]);
}

function pick(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}

/** Length of the union of some spans. */
function covered(spans: readonly [number, number][]): number {
  let [sum, end] = [0, -Infinity];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}
