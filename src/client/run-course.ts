/** The course of one run as its executor sees it: not started, begun, brought to its end, closed. */
import { JuicerError } from '../model/errors.js';
import { openDataset, type Dataset } from './dataset.js';
import { exportState } from './finished.js';
import { runOnServer } from './known-run.js';
import { doneVerdict } from './run-end.js';
import { folderAt } from './run-folder.js';
import { endOf, isOpen } from './run-life.js';
import type { RunHandle } from './run-handle.js';
import type { RunSessions } from './run-sessions.js';
import type { Session } from './session.js';
import type { StartedRun } from './start.js';

/** Which run, and how it is begun. */
export interface CourseOptions {
  runId: string;
  /** Absolute path of its folder, where it is to be if it is new. */
  dir: string;
  sessions: RunSessions;
  /** Whether there is no run before it is begun. */
  isNew: boolean;
  begin(): Promise<StartedRun>;
}

/** A run that was begun, and its handle while it is to be waited for. */
interface Begun {
  handle: RunHandle | null;
  dir: string;
}

/** Begins a run at most once, waits for its end, and knows where to ask about it. */
export class RunCourse {
  private begun: Promise<Begun> | null = null;
  private ended: Promise<Dataset> | null = null;
  private readonly closing = new AbortController();

  constructor(private readonly options: CourseOptions) {}

  /** Id of the run. */
  get runId(): string {
    return this.options.runId;
  }

  /** Absolute path of its folder. */
  get dir(): string {
    return this.options.dir;
  }

  /** Aborted when the executor is closed. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  /** Brings the run to its end; see Executor. */
  run(): Promise<Dataset> {
    this.ended ??= this.toItsEnd();
    return this.ended;
  }

  /**
   * Id and folder of the run, once it is there; while it is being begun, once that is through.
   * @throws JuicerError E_NO_SUCH_RUN when nobody has started it; whatever the start of a new run is refused for.
   */
  async place(): Promise<{ runId: string; dir: string }> {
    const { runId, dir, isNew } = this.options;
    // One that was there before stays there, whatever its continuation is refused for.
    if (!isNew) await this.begun?.catch(() => undefined);
    else if (this.begun) return { runId, dir: (await this.begun).dir };
    else if (!folderAt(dir))
      throw new JuicerError('E_NO_SUCH_RUN', `run ${runId} has not been started`, {
        hint: 'call run() first',
      });
    return { runId, dir };
  }

  /** A session with a server that knows the run; null when there is none, so that its files are all there is. */
  async server(): Promise<Session | null> {
    const session = await this.options.sessions.forLooking();
    return session && (await runOnServer(session, this.runId)) ? session : null;
  }

  /** For one who follows the run, and hears of its end there: that run() fails too is not to end the process meanwhile. */
  async followed(): Promise<{ runId: string; dir: string }> {
    this.ended?.catch(() => undefined);
    return this.place();
  }

  /** Ends what waits, then the connections. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled([this.begun, this.ended]);
    await this.options.sessions.close();
  }

  private async toItsEnd(): Promise<Dataset> {
    this.begun ??= this.begin();
    const { handle, dir } = await this.begun;
    if (handle) await doneVerdict(await this.options.sessions.forWork(), handle, this.closed);
    const dataset = openDataset(dir);
    if (dataset) return dataset;
    throw new JuicerError('E_CHECKPOINT', `run ${this.runId} is done, but its folder has no manifest`, {
      place: dir,
    });
  }

  private async begin(): Promise<Begun> {
    const { dir, isNew, begin } = this.options;
    if (!isNew && (await this.isFinished())) return { handle: null, dir };
    const started = await begin();
    // One that is finished may be known by its files only.
    return { handle: started.how === 'finished' ? null : started.handle, dir: started.dir };
  }

  /** Whether the run is done and its export whole, by its files; not when it is being worked on again. */
  private async isFinished(): Promise<boolean> {
    const { runId, dir, sessions } = this.options;
    if (await isOpen(await sessions.forLooking(), runId)) return false;
    return endOf({ runId, dir, note: null }).status === 'done' && (await exportState(dir)).state === 'whole';
  }
}
