/** Progress of a run on the console, with rate and ETA. */
import type { RunStatusAnswer } from '../model/steering.js';
import type { EventLogging } from '../model/plan.js';
import { paint, type Output } from './output.js';

/** Without a terminal a line is printed this often, and when something changed. */
const LINE_EVERY_MS = 3000;
/** No ETA is told before this many partitions are done. */
const ETA_FROM = 3;

/** Which lines about a run's progress are wanted on the console (the recipe's `event_logging`). */
export interface ConsoleLevel {
  /** Progress: from INFO down. */
  progress: boolean;
  /** Partitions that failed: every level. */
  failures: boolean;
}

/** What the recipe wants on the console. */
export function consoleLevel(logging: Pick<EventLogging, 'log_to_console' | 'log_level'>): ConsoleLevel {
  const { log_to_console, log_level } = logging;
  return {
    progress: log_to_console && (log_level === 'INFO' || log_level === 'DEBUG'),
    failures: log_to_console,
  };
}

/** Shows how a run gets on: redrawn in place on a terminal, a line now and then otherwise. */
export class ProgressLine {
  private last = '';
  private lastAt = -Infinity;
  private readonly startedAt = performance.now();
  /** Partitions that were done when we began to look: they say nothing about the rate. */
  private first: { completed: number; rows: number } | null = null;
  private readonly told = new Set<string>();

  constructor(
    private readonly out: Output,
    private readonly level: ConsoleLevel,
  ) {}

  /** Takes note of a status and shows what is due. */
  show(status: RunStatusAnswer): void {
    if (this.level.failures) this.tellFailures(status);
    if (this.level.progress) this.tellProgress(status);
  }

  private tellFailures({ failed, parked, skipped }: RunStatusAnswer): void {
    for (const [kind, failures] of Object.entries({ failed, parked, skipped })) {
      for (const { partition, failure } of failures) {
        const key = `${kind} ${partition}`;
        if (this.told.has(key)) continue;
        this.told.add(key);
        this.out.note(
          `${paint('red', kind)} partition ${partition} at ${failure.op ?? 'start'}: ${failure.type}: ${failure.message}`,
        );
      }
    }
  }

  private tellProgress(status: RunStatusAnswer): void {
    this.first ??= { completed: status.counts.completed, rows: status.counts.ledger.rows_in };
    const line = this.line(status);
    if (this.out.live) return this.out.progress(line);
    const key = `${status.status} ${status.counts.completed}`;
    const due = performance.now() - this.lastAt > LINE_EVERY_MS;
    if (key === this.last && !due) return;
    if (!due && this.last.split(' ')[0] === status.status) return;
    this.last = key;
    this.lastAt = performance.now();
    this.out.note(line);
  }

  private line(status: RunStatusAnswer): string {
    const { counts } = status;
    const done = counts.completed - (this.first?.completed ?? 0);
    const seconds = (performance.now() - this.startedAt) / 1000;
    const rate = (counts.ledger.rows_in - (this.first?.rows ?? 0)) / Math.max(seconds, 0.1);
    const left = counts.partitions - counts.completed;
    const eta = done >= ETA_FROM && left > 0 ? `, about ${duration((seconds / done) * left)} left` : '';
    const bar = counts.partitions > 0 ? `${drawBar(counts.completed / counts.partitions)} ` : '';
    const failed = counts.failed > 0 ? paint('red', `, ${counts.failed} failed`) : '';
    return `${bar}${status.status}: ${counts.completed}/${counts.partitions} partitions, ${counts.active} open${failed}, ${Math.round(rate)} rows/s${eta}`;
  }
}

function drawBar(share: number): string {
  const full = Math.round(share * 20);
  return `[${'#'.repeat(full)}${'.'.repeat(20 - full)}]`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
