/** The connections of one executor: opened when they are needed first, closed together. */
import { JuicerError } from '../model/errors.js';
import { resolveTarget } from '../server/connect.js';
import type { RunSources } from './run-folder.js';
import { sessionToAsk } from './run-life.js';
import { openSession, type Session, type SessionOptions } from './session.js';

/** At most one session with a worker, and one without; a worker's serves for looking too. */
export class RunSessions {
  private working: Promise<Session> | null = null;
  private looking: Promise<Session | null> | null = null;
  private closed = false;

  private constructor(
    private readonly options: SessionOptions,
    private readonly sources: RunSources,
    private readonly offline: boolean,
  ) {}

  /**
   * For the server that options and environment name, or the embedded one; nothing is connected yet. `offline`: no server is
   * ever asked, only a run's files.
   * @throws JuicerError E_USAGE when the settings contradict each other.
   */
  static of(options: SessionOptions, offline = false): RunSessions {
    const target = resolveTarget({ env: options.env ?? process.env, flags: options });
    const looking = (): Promise<Session> => openSession({ ...options, wantWorker: false });
    return new RunSessions(options, { target, openSession: looking }, offline);
  }

  /** Where the run's folder is looked for. */
  get runSources(): RunSources {
    return this.sources;
  }

  /** A session that brings a worker where the server is the embedded one. */
  forWork(): Promise<Session> {
    this.refuseClosed();
    if (this.offline) throw new JuicerError('E_USAGE', 'the run was opened offline: it cannot be worked on');
    this.working ??= openSession({ ...this.options, wantWorker: true });
    return this.working;
  }

  /** A session to ask with; null when there is nobody to ask: offline, or no embedded server has ever been here. */
  async forLooking(): Promise<Session | null> {
    this.refuseClosed();
    if (this.offline) return null;
    if (this.working) return this.working;
    this.looking ??= sessionToAsk(this.sources, true);
    const session = await this.looking;
    // A server may come yet.
    if (!session) this.looking = null;
    return session;
  }

  /** Closes what was opened; an embedded server ends when nobody else uses it. */
  async close(): Promise<void> {
    this.closed = true;
    const opened = await Promise.allSettled([this.working, this.looking]);
    this.working = this.looking = null;
    for (const one of opened) if (one.status === 'fulfilled') await one.value?.close();
  }

  private refuseClosed(): void {
    if (this.closed)
      throw new JuicerError('E_USAGE', 'the executor is closed', { hint: 'openRun opens the run again' });
  }
}
