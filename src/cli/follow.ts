/** Follows a run to its end: progress, then the verdict. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodeOf, type RunHandle } from '../client/run-handle.js';
import type { Session } from '../client/session.js';
import type { RunStatusAnswer } from '../model/steering.js';
import type { Verdict } from '../model/verdict.js';
import { EXIT } from '../model/errors.js';
import { onInterrupt } from './interrupt.js';
import type { Output } from './output.js';
import { ProgressLine, type ConsoleLevel } from './progress-line.js';
import { tellVerdict } from './verdict-text.js';

const POLL_MS = 500;
const STATUS_LIMIT_MS = 2000;
const SETTLE_MS = 1000;

/** A run to follow, and what to show of it. */
export interface Followed {
  session: Session;
  handle: RunHandle;
  level: ConsoleLevel;
  /** Called once, when the run has its plan or has ended. */
  onPlanned?(): void;
}

/** What following came to: the verdict, also that of a run that waits for a decision; null when a person interrupted it. */
export async function follow(
  { session, handle, level, ...o }: Followed,
  out: Output,
): Promise<Verdict | null> {
  const progress = new ProgressLine(out, level);
  let { onPlanned } = o;
  const interrupt = onInterrupt();
  const stop = new AbortController();
  const end = handle.result(stop.signal).then((verdict) => ({ verdict }));
  // The rejection is seen by the race below; this keeps it from being unhandled while a status is awaited.
  end.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([end, interrupt.promise, delay(POLL_MS, stop.signal)]);
      session.broken.throwIfAborted();
      if (next !== undefined && !('verdict' in next)) return null;
      if (next !== undefined) {
        onPlanned?.();
        return next.verdict;
      }
      // Waited for to its end: a question that is still under way must not outlive its connection.
      const status = await handle.status(STATUS_LIMIT_MS);
      if (status && status.status !== 'planning') {
        onPlanned?.();
        onPlanned = undefined;
      }
      if (status) progress.show(status);
      if (status?.status === 'waiting') return waitingVerdict(status);
    }
  } finally {
    interrupt.stop();
    stop.abort();
    // A call between two tries ends a little later; its connection must still be there then.
    const settled = new AbortController();
    await Promise.race([end.catch(() => undefined), delay(SETTLE_MS, settled.signal)]);
    settled.abort();
  }
}

/** Follows and tells: the exit code of `run` and `resume`. */
export async function followAndTell(run: Followed, out: Output): Promise<number> {
  const { session, handle } = run;
  const verdict = await follow(run, out);
  if (!verdict) return tellInterrupted(session, handle.runId, out);
  tellVerdict(handle.runId, verdict, out);
  return exitCodeOf(verdict);
}

/** The verdict of a run that waits for a decision, as far as its status tells. */
export function waitingVerdict(status: RunStatusAnswer): Verdict {
  return {
    status: 'waiting',
    started_at: status.started_at,
    ended_at: Date.now() / 1000,
    counts: status.counts,
    export: null,
    failure: null,
    failed_partitions: status.failed,
    parked_partitions: status.parked,
    skipped_partitions: status.skipped,
  };
}

/** Says that a run goes on after a person left, and how to come back; gives the exit code of that. */
export function tellInterrupted(session: Session, runId: string, out: Output): number {
  const embedded = session.target.kind === 'embedded';
  out.note(
    embedded
      ? `interrupted: juicer resume ${runId} (or juicer dev) goes on; server and worker end unless another command uses them`
      : `detached: run ${runId} goes on; juicer resume ${runId} follows it again, juicer status ${runId} shows it, juicer cancel ${runId} ends it`,
  );
  return EXIT.interrupted;
}

/** Aborting ends the wait early: a timer that is left over would hold up the end of the process. */
function delay(ms: number, signal: AbortSignal): Promise<undefined> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
