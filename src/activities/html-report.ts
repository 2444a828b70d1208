/** The report of a run as a page, drawn in a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Context } from '@temporalio/activity';
import { attemptToken } from '../engine/pool.js';
import { sharedFiles } from '../engine/shared-files.js';
import type { FileRef } from '../model/checkpoint.js';
import type { RunRef } from '../model/contract.js';
import { ERROR_CODES, JuicerError } from '../model/errors.js';
import type { Verdict } from '../model/verdict.js';
import type { Drawn, DrawTask } from '../report/draw-main.js';
import { sweepTemporary } from '../storage/store-at.js';
import { startBeating } from './beats.js';
import type { ActivityDependencies } from './dependencies.js';

const THREAD = new URL('../report/draw-main.js', import.meta.url);

/**
 * Draws `logs/report.html`; gives the file, or why there is none. It is no part of the run's result, so only what another
 * attempt may cure is thrown.
 */
export async function drawReport(
  deps: ActivityDependencies,
  run: RunRef,
  { events, verdict }: { events: string; verdict: Verdict },
): Promise<FileRef | { problem: string }> {
  const token = `${attemptToken(run.dir)}d`;
  const task: DrawTask = {
    runId: run.run_id,
    dir: run.dir,
    token,
    events,
    verdict,
    webUi: webUiOf(process.env),
    shared: sharedFiles(),
  };
  const { cancellationSignal, heartbeat } = Context.current();
  const stop = startBeating(deps, () => heartbeat({ phase: 'draw the report', done: 0, total: null }));
  try {
    const drawn = await inThread(task, cancellationSignal);
    if ('file' in drawn) return drawn.file;
    const { code, message } = drawn;
    if (ERROR_CODES[code].retryable) throw new JuicerError(code, message);
    return { problem: `logs/report.html could not be made: ${message}` };
  } finally {
    stop();
    sweepTemporary(run.dir, ['logs'], token);
  }
}

async function inThread(workerData: DrawTask, signal: AbortSignal): Promise<Drawn> {
  const thread = new Worker(THREAD, { workerData });
  try {
    const ended = once(thread, 'exit', { signal }).then(([code]): Drawn => ({
      code: 'E_INTERNAL',
      message: `the thread that draws it ended with code ${code}`,
    }));
    const told = once(thread, 'message', { signal }).then(([drawn]) => drawn as Drawn);
    return await Promise.race([told, ended]);
  } catch (error) {
    signal.throwIfAborted();
    const name = error instanceof Error ? error.constructor.name : typeof error;
    return { code: 'E_INTERNAL', message: `unexpected ${name} in the thread that draws it` };
  } finally {
    await thread.terminate();
  }
}

/** Where the Web UI is, for the report's links; null when this worker was not told. */
function webUiOf({
  JUICER_WEB_UI: address,
  TEMPORAL_NAMESPACE: namespace,
}: NodeJS.ProcessEnv): DrawTask['webUi'] {
  return address === undefined ? null : { address, namespace: namespace ?? 'default' };
}
