/** One run as an object: started, followed, asked about; the same for a run that is going, has ended, or is known by its files. */
import type { LoadedRecipe, ResolvedRecipe } from '../recipe/load.js';
import { recipeOfRun } from '../recipe/of-run.js';
import { checkpointManager, type CheckpointManager } from './checkpoint-manager.js';
import type { Dataset } from './dataset.js';
import { openRun as openFolder } from './opened-run.js';
import { preflight } from './preflight.js';
import { findRunFolder } from './run-folder.js';
import { RunCourse } from './run-course.js';
import { endPause } from './run-end.js';
import { RunSessions } from './run-sessions.js';
import { runViews, type RunViews } from './run-views.js';
import type { SessionOptions } from './session.js';
import {
  checkRunId,
  newRunId,
  resumeRun,
  runDir,
  startRun,
  type StartedRun,
  type StartOptions,
} from './start.js';

/** How to connect, the id of the run (a new one when absent; one that is open is attached to), whose checkpoints to reuse. */
export type ExecutorOptions = Omit<SessionOptions, 'wantWorker'> & StartOptions;

/** How to connect. `offline`: no server is asked, everything comes from the run's files. */
export type OpenRunOptions = Omit<SessionOptions, 'wantWorker'> & { offline?: boolean };

/**
 * One run. Nothing is connected before it is needed. Close it when it is no longer: the embedded server stays up for it, and
 * with it the process.
 */
export interface Executor extends RunViews, AsyncDisposable {
  readonly runId: string;
  /** Absolute path of the run's folder. */
  readonly dir: string;
  /** The resolved recipe, every key with its value. Throws RecipeError when the one in a run's folder cannot be read. */
  readonly config: ResolvedRecipe;
  readonly checkpointManager: CheckpointManager;
  /**
   * Brings the run to its end and gives what it exported: starts it, attaches to it when it is open (of an
   * opened run a pause is ended), goes on with it when it ended before its time, or answers at once when it is done. Called again it gives the same promise.
   * @throws JuicerError whatever {@link startRun} or {@link resumeRun} refuses; the failure of a run that failed; E_REFUSED
   *   when it was cancelled or waits for a decision; E_CONNECTION when the executor was closed before its end.
   */
  run(): Promise<Dataset>;
  /** Ends every wait and the connection. The run itself is kept, and goes on where a worker is left for it. */
  close(): Promise<void>;
}

/**
 * An executor for a new run of a recipe; `run()` starts it.
 * @throws JuicerError E_USAGE for an unfit id or contradictory settings.
 */
export function createExecutor(loaded: LoadedRecipe, options: ExecutorOptions = {}): Executor {
  const { id, reuse, ...connect } = options;
  const { recipe } = loaded;
  const runId = id ?? newRunId(recipe.project_name);
  checkRunId(runId);
  const { num_workers } = recipe.performance;
  const sessions = RunSessions.of({ threads: num_workers === 'auto' ? null : num_workers, ...connect });
  const course = new RunCourse({
    runId,
    dir: runDir(recipe, runId),
    sessions,
    isNew: true,
    begin: async () => {
      // What is wrong is told before a server is started; a run with an id may have ended, and needs no input then.
      if (id === undefined) await preflight(recipe);
      return startRun(await sessions.forWork(), loaded, {
        id: runId,
        ...(reuse === undefined ? {} : { reuse }),
      });
    },
  });
  return executorOf(course, () => recipe);
}

/**
 * An executor for a run that is there: by its id, or by the path of its folder. The run is left as it is before `run()`.
 * @throws JuicerError E_NO_SUCH_RUN, E_CONNECTION when a configured server has to be asked where it is and does not answer.
 */
export async function openRun(run: string, options: OpenRunOptions = {}): Promise<Executor> {
  const { offline = false, ...connect } = options;
  const sessions = RunSessions.of(connect, offline);
  const { runId, dir } = await findRunFolder(run, sessions.runSources);
  const begin = async (): Promise<StartedRun> => {
    const started = await resumeRun(await sessions.forWork(), runId);
    if (started.how === 'attached') await endPause(started.handle);
    return started;
  };
  const course = new RunCourse({ runId, dir, sessions, isNew: false, begin });
  return executorOf(course, () => recipeOfRun(dir).recipe);
}

function executorOf(course: RunCourse, config: () => ResolvedRecipe): Executor {
  const close = (): Promise<void> => course.close();
  return {
    ...runViews(course),
    runId: course.runId,
    dir: course.dir,
    get config() {
      return config();
    },
    checkpointManager: checkpointManager(async () => openFolder({ ...(await course.place()), note: null })),
    run: () => course.run(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
