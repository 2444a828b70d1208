/** What the workers used over time, from the attempts that succeeded. */
import type { JuicerEvent } from '../../model/event.js';
import { numberOr } from '../../events/numbers.js';
import type { Environment, Resources } from './value.js';

const STEPS = 120;

interface Sample {
  worker: string;
  from: number;
  to: number;
  cpu: number | null;
  rss: number | null;
  free: number | null;
}

interface WorkerSeen {
  attempts: number;
  lost: number;
  rss: number | null;
}

/** Folds RESOURCE_USAGE, and counts attempts by worker. */
export class ResourceFold {
  private readonly samples: Sample[] = [];
  private readonly seen = new Map<string, WorkerSeen>();

  /** Takes an event of any type. */
  add(event: JuicerEvent): void {
    const { worker, started_at, ended_at, lost } = event.metadata;
    const { event_type: type, resource_usage: usage } = event;
    if (typeof worker !== 'string' || (type !== 'RESOURCE_USAGE' && type !== 'OPERATION_ERROR')) return;
    const known = this.seen.get(worker) ?? { attempts: 0, lost: 0, rss: null };
    this.seen.set(worker, known);
    known.attempts++;
    if (lost === true) known.lost++;
    const [from, to] = [numberOr(started_at), numberOr(ended_at)];
    if (!usage || from === null || to === null) return;
    const { cpu_percent: cpu, peak_rss_mb: rss, disk_free_mb: free } = usage;
    known.rss = greatest(known.rss, rss);
    this.samples.push({ worker, from, to: Math.max(from, to), cpu, rss, free });
  }

  /** Workers in the order in which they were first seen. */
  workers(): Environment['workers'] {
    return [...this.seen].map(([name, { attempts, lost, rss }]) => ({
      name,
      attempts,
      lost,
      peak_rss_mb: rss,
    }));
  }

  /** The curves, over the time that the samples cover. */
  curves(): Resources {
    const from = this.samples.reduce((least, s) => Math.min(least, s.from), Infinity);
    const to = this.samples.reduce((most, s) => Math.max(most, s.to), -Infinity);
    if (!(to > from)) return { step: 0, times: [], cpu_percent: [], rss_mb: [], disk_free_mb: [] };
    const step = (to - from) / STEPS;
    const cells = Array.from({ length: STEPS }, () => new Map<string, Cell>());
    for (const sample of this.samples) spread(cells, sample, { from, step });
    return {
      step,
      times: cells.map((_, i) => from + (i + 0.5) * step),
      cpu_percent: cells.map((cell) => sumOf(cell, (c) => (c.time > 0 ? c.cpu / c.time : null))),
      rss_mb: cells.map((cell) => sumOf(cell, (c) => c.rss)),
      disk_free_mb: cells.map((cell) =>
        [...cell.values()].reduce<number | null>((a, c) => least(a, c.free), null),
      ),
    };
  }
}

/** One worker in one step; `cpu` is weighted with the time of the attempts: each of them measured the whole process. */
interface Cell {
  cpu: number;
  time: number;
  rss: number | null;
  free: number | null;
}

function spread(cells: Map<string, Cell>[], s: Sample, o: { from: number; step: number }): void {
  const first = Math.floor((s.from - o.from) / o.step);
  const last = Math.min(cells.length - 1, Math.floor((s.to - o.from) / o.step));
  for (let i = Math.min(first, last); i <= last; i++) {
    const begin = Math.max(s.from, o.from + i * o.step);
    const end = Math.min(s.to, o.from + (i + 1) * o.step);
    const cell = cells[i]?.get(s.worker) ?? { cpu: 0, time: 0, rss: null, free: null };
    cells[i]?.set(s.worker, cell);
    if (s.cpu !== null && end > begin) {
      cell.cpu += s.cpu * (end - begin);
      cell.time += end - begin;
    }
    cell.rss = greatest(cell.rss, s.rss);
    cell.free = least(cell.free, s.free);
  }
}

function sumOf(cell: Map<string, Cell>, value: (c: Cell) => number | null): number | null {
  const known = [...cell.values()].map(value).filter((v) => v !== null);
  return known.length === 0 ? null : Math.round(known.reduce((a, b) => a + b, 0) * 10) / 10;
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
