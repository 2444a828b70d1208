/** What the workers used, from the attempts that succeeded. */
import type { JuicerEvent } from '../model/event.js';
import { greatest, least, numberOr, sumOf } from './numbers.js';

/** A worker: CPU seconds and [start, end] of its attempts that succeeded. */
export interface WorkerTally {
  cpu: number;
  spans: [number, number][];
}

/** What was used. */
export interface UsageTally {
  peakRssMb: number | null;
  /** Least free space that an attempt saw. */
  diskFreeMb: number | null;
  /** The newest that an attempt told, MiB. */
  runDirMb: number | null;
  workers: Map<string, WorkerTally>;
}

/** Nothing used yet. */
export function emptyUsage(): UsageTally {
  return { peakRssMb: null, diskFreeMb: null, runDirMb: null, workers: new Map() };
}

/** Takes a RESOURCE_USAGE line; others are let pass. */
export function addUsage(tally: UsageTally, { event_type, resource_usage, metadata }: JuicerEvent): void {
  if (event_type !== 'RESOURCE_USAGE' || !resource_usage) return;
  const { cpu_seconds, peak_rss_mb, disk_free_mb, run_dir_mb } = resource_usage;
  tally.peakRssMb = greatest(tally.peakRssMb, peak_rss_mb);
  tally.diskFreeMb = least(tally.diskFreeMb, disk_free_mb);
  tally.runDirMb = run_dir_mb ?? tally.runDirMb;
  const name = workerOf(metadata);
  const [from, to] = [numberOr(metadata['started_at']), numberOr(metadata['ended_at'])];
  const used = tally.workers.get(name) ?? { cpu: 0, spans: [] };
  tally.workers.set(name, used);
  used.cpu += cpu_seconds ?? 0;
  if (from !== null && to !== null) used.spans.push([from, to]);
}

/** Name of the worker that a line tells of. */
export function workerOf(metadata: JuicerEvent['metadata']): string {
  return typeof metadata['worker'] === 'string' ? metadata['worker'] : 'unknown';
}

/**
 * CPU seconds of all workers, an estimate: an attempt measures its whole process, so attempts that ran side by side in
 * one process saw each other's work; their mean rate is taken over the time that they cover together.
 */
export function cpuSeconds({ workers }: UsageTally): number | null {
  if (workers.size === 0) return null;
  return rounded(sumOf([...workers.values()].map((worker) => worker.cpu * ownShare(worker))));
}

/** Share of what a worker's attempts measured that is not counted twice, 0 to 1. */
export function ownShare({ spans }: WorkerTally): number {
  const long = sumOf(spans.map(([from, to]) => to - from));
  return long > 0 ? Math.min(1, covered(spans) / long) : 1;
}

/** To the millisecond. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
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
