/** Asks now and then who answers, what the run does, and how much disk it takes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunHandle } from '../../client/run-handle.js';
import { folderBytes } from '../../client/run-size.js';
import type { Session } from '../../client/session.js';
import type { RunStatusAnswer } from '../../model/steering.js';
import { freeBytes } from '../../storage/files.js';
import type { Answering, Beside } from './state.js';

const EVERY_MS = 1000;
const ANSWER_LIMIT_MS = 2000;
/** Reading a folder of many files takes its time: how often it may be read grows with that. */
const FOLDER = { everyMs: 10_000, times: 50 };
const MIB = 2 ** 20;

/** What is asked. */
export interface Asked {
  session: Session;
  handle: RunHandle;
  /** The run's folder, null when it is not here. */
  dir: string | null;
}

/** Keeps {@link Beside} up to date until the signal is aborted. */
export class Pulse {
  /** As it stands. */
  beside: Beside;
  /** Resolves when the run waits for a decision. */
  readonly waiting: Promise<RunStatusAnswer>;
  private foundWaiting: (status: RunStatusAnswer) => void = () => undefined;
  private folderFrom = 0;

  constructor(private readonly asked: Asked) {
    this.beside = besideOf(asked.handle.runId, 'worker');
    this.waiting = new Promise((resolve) => (this.foundWaiting = resolve));
  }

  /** Asks until the signal is aborted. */
  async beat(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.measure();
      const { handle } = this.asked;
      const status = await handle.status(ANSWER_LIMIT_MS).catch(() => null);
      this.note(status ? 'worker' : (await this.serverAnswers()) ? 'server' : 'nobody');
      if (status) this.beside = { ...this.beside, phase: status.status, window: status.window };
      if (status?.status === 'waiting') this.foundWaiting(status);
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private note(answering: Answering): void {
    if (answering === this.beside.answering) return;
    this.beside = { ...this.beside, answering, answering_since: Date.now() / 1000 };
  }

  private async serverAnswers(): Promise<boolean> {
    const { session, handle } = this.asked;
    const { connection } = session.client;
    try {
      await connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, () => handle.info());
      return true;
    } catch {
      // Whatever it was: it did not answer this.
      return false;
    }
  }

  private measure(): void {
    const { dir } = this.asked;
    const began = performance.now();
    if (dir === null || began < this.folderFrom) return;
    this.beside = { ...this.beside, disk: diskOf(dir) };
    const now = performance.now();
    this.folderFrom = now + Math.max(FOLDER.everyMs, (now - began) * FOLDER.times);
  }
}

/** What is known besides the events when nobody is asked. */
export function besideOf(runId: string, answering: Answering, dir: string | null = null): Beside {
  return {
    run_id: runId,
    answering,
    answering_since: Date.now() / 1000,
    phase: null,
    window: null,
    disk: dir === null ? { run_dir_mb: null, disk_free_mb: null } : diskOf(dir),
  };
}

/** Sizes in MiB; null where the system does not tell. */
function diskOf(dir: string): Beside['disk'] {
  try {
    const free = freeBytes(dir);
    return { run_dir_mb: folderBytes(dir) / MIB, disk_free_mb: free === null ? null : free / MIB };
  } catch {
    // The folder went away, or cannot be read: it is shown as unknown.
    return { run_dir_mb: null, disk_free_mb: null };
  }
}
