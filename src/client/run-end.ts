/** Waits for the end of a run as a program does: nobody is there to decide about parked partitions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CODES, JuicerError, type ErrorCode } from '../model/errors.js';
import type { NamedFailure, Verdict } from '../model/verdict.js';
import type { RunHandle } from './run-handle.js';
import type { Session } from './session.js';

const POLL_MS = 1000;
const STATUS_LIMIT_MS = 2000;
/** A worker that was just started takes its time to answer. */
const ANSWER_LIMIT_MS = 20_000;

/**
 * Gives the verdict of a run that is done.
 * @throws JuicerError with the code of the failure that ended it; E_REFUSED when it waits for a decision or was cancelled;
 *   E_CONNECTION when `closed` is aborted first.
 */
export async function doneVerdict(
  session: Session,
  handle: RunHandle,
  closed: AbortSignal,
): Promise<Verdict> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, closed, session.broken]);
  const end = handle.result(signal);
  const decision = decisionNeeded(handle, signal);
  try {
    const verdict = await Promise.race([end, decision]);
    if (verdict.status === 'done') return verdict;
    throw endedOtherwise(handle.runId, verdict);
  } catch (error) {
    session.broken.throwIfAborted();
    if (closed.aborted) throw leftBehind(handle.runId);
    throw error;
  } finally {
    stop.abort();
    // A question that is under way must not outlive its connection.
    await Promise.allSettled([end, decision]);
  }
}

/** Lets an open run go on if it is paused, as `juicer resume` does. */
export async function endPause({ status, steer }: RunHandle): Promise<void> {
  if ((await status(ANSWER_LIMIT_MS))?.status === 'paused') await steer.resume();
}

/** Rejects when the run waits for a decision; else when the signal is aborted. */
async function decisionNeeded(handle: RunHandle, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(POLL_MS, undefined, { signal });
    const status = await handle.status(STATUS_LIMIT_MS);
    if (status?.status === 'waiting') throw waits(handle.runId, status.parked);
  }
}

function waits(runId: string, parked: readonly NamedFailure[]): JuicerError {
  const [first] = parked;
  const why = first ? `; partition ${first.partition}: ${first.failure.message}` : '';
  return new JuicerError('E_REFUSED', `run ${runId} waits for a decision about parked partitions${why}`, {
    hint: `juicer decide ${runId} retry, skip, quarantine or fail; then run() of the opened run goes on`,
  });
}

function endedOtherwise(runId: string, { status, failure }: Verdict): JuicerError {
  const code: ErrorCode = failure && failure.type in ERROR_CODES ? (failure.type as ErrorCode) : 'E_INTERNAL';
  const hint = `juicer resume ${runId}, or run() of the opened run, goes on from its checkpoints`;
  if (status === 'cancelled') return new JuicerError('E_REFUSED', `run ${runId} was cancelled`, { hint });
  return new JuicerError(code, `run ${runId} failed: ${failure?.message ?? 'it names no failure'}`, { hint });
}

function leftBehind(runId: string): JuicerError {
  return new JuicerError('E_CONNECTION', `run ${runId} has not ended: its executor was closed before`, {
    hint: `it is kept: openRun(${JSON.stringify(runId)}).run() or juicer resume ${runId} goes on with it`,
  });
}
