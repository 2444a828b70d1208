/** Follows a run to its end: progress with rate and ETA, then the verdict. */
import { exitCodeOf, type RunHandle } from '../client/run-handle.js';
import type { Session } from '../client/session.js';
import type { RunStatusAnswer, Verdict } from '../model/contract.js';
import { EXIT } from '../model/errors.js';
import { paint, type Output } from './output.js';

const POLL_MS = 500;
/** Without a terminal a line is printed this often, and when something changed. */
const LINE_EVERY_MS = 3000;
/** No ETA is told before this many partitions are done. */
const ETA_FROM = 3;

/** What following came to: the verdict, or null when a person interrupted it. */
export async function follow(session: Session, handle: RunHandle, out: Output): Promise<Verdict | null> {
  const progress = new ProgressLine(out);
  const interrupt = onInterrupt();
  const stop = new AbortController();
  const end = handle.result(stop.signal).then((verdict) => ({ verdict }));
  // The rejection is seen by the race below; this keeps it from being unhandled while a status is awaited.
  end.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([end, interrupt.promise, delay(POLL_MS)]);
      if (next !== undefined) return 'verdict' in next ? next.verdict : null;
      const status = await Promise.race([handle.status(2000), end.then(() => null)]);
      if (status) progress.show(status);
    }
  } finally {
    interrupt.stop();
    stop.abort();
  }
}

/** Follows and tells: the exit code of `run` and `resume`. */
export async function followAndTell(session: Session, handle: RunHandle, out: Output): Promise<number> {
  const verdict = await follow(session, handle, out);
  if (!verdict) return tellInterrupted(session, handle.runId, out);
  tellVerdict(handle.runId, verdict, out);
  return exitCodeOf(verdict);
}

/** The verdict on stdout. */
export function tellVerdict(runId: string, verdict: Verdict, out: Output): void {
  const { ledger, completed, partitions } = verdict.counts;
  const lines = [
    `run        ${runId}`,
    `verdict    ${verdict.status}`,
    `partitions ${completed} of ${partitions}`,
    `rows       ${ledger.rows_in} in, ${ledger.rows_out} kept, ${ledger.rejected} rejected, ${ledger.quarantined} quarantined`,
    `time       ${(verdict.ended_at - verdict.started_at).toFixed(1)} s`,
  ];
  if (verdict.export) lines.push(`export     ${verdict.export.path}`, `sha256     ${verdict.export.sha256}`);
  if (verdict.failure) lines.push(`failure    ${verdict.failure.type}: ${verdict.failure.message}`);
  for (const f of verdict.failed_partitions.slice(0, 5))
    lines.push(`  p${f.partition} ${f.failure.op ?? ''}: ${f.failure.type}: ${f.failure.message}`);
  out.data(lines.join('\n'), { schemaVersion: 1, run_id: runId, verdict });
  if (verdict.status !== 'done') out.note(`juicer resume ${runId} goes on from its checkpoints`);
}

function tellInterrupted(session: Session, runId: string, out: Output): number {
  const embedded = session.target.kind === 'embedded';
  out.note(
    embedded
      ? `interrupted: server and worker of this folder are stopped; juicer resume ${runId} (or juicer dev) goes on`
      : `detached: run ${runId} goes on; juicer resume ${runId} follows it again, juicer status ${runId} shows it, juicer cancel ${runId} ends it`,
  );
  return EXIT.interrupted;
}

class ProgressLine {
  private last = '';
  private lastAt = 0;
  private readonly startedAt = Date.now();
  /** Partitions that were done when we began to look: they say nothing about the rate. */
  private first: { completed: number; rows: number } | null = null;

  constructor(private readonly out: Output) {}

  show(status: RunStatusAnswer): void {
    this.first ??= { completed: status.counts.completed, rows: status.counts.ledger.rows_in };
    const line = this.line(status);
    if (this.out.live) return this.out.progress(line);
    const key = `${status.status} ${status.counts.completed}`;
    const due = Date.now() - this.lastAt > LINE_EVERY_MS;
    if (key === this.last && !due) return;
    if (!due && this.last.split(' ')[0] === status.status) return;
    this.last = key;
    this.lastAt = Date.now();
    this.out.note(line);
  }

  private line(status: RunStatusAnswer): string {
    const { counts } = status;
    const done = counts.completed - (this.first?.completed ?? 0);
    const seconds = (Date.now() - this.startedAt) / 1000;
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

/** Resolves once a person asks to stop; a second time ends the process at once. */
function onInterrupt(): { promise: Promise<{ interrupted: true }>; stop(): void } {
  let listener = (): void => undefined;
  const promise = new Promise<{ interrupted: true }>((resolve) => {
    listener = () => {
      resolve({ interrupted: true });
      process.once('SIGINT', () => process.exit(EXIT.interrupted));
    };
    process.once('SIGINT', listener);
    process.once('SIGTERM', listener);
  });
  return {
    promise,
    stop: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
