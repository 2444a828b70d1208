/** The handle of one run: how it stands, its end, its events; for a run that is going or one that has ended. */
import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import type { PartitionAnswer, PartitionsInput, RunStatusAnswer } from '../model/steering.js';
import type { Verdict } from '../model/verdict.js';
import { ERROR_CODES, EXIT, JuicerError, type ErrorCode } from '../model/errors.js';
import type { Session } from './session.js';
import { steering, type Steering } from './steering.js';
import { verdictOf } from './verdict.js';

/** What is written into a run's memo when it starts. */
export interface RunMemo {
  dir: string;
  project: string;
  export_path: string;
  recipe_sha256: string;
}

/** How the server sees a run. */
export interface RunInfo {
  run_id: string;
  state: 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out';
  started_at: Date;
  closed_at: Date | null;
  memo: RunMemo;
}

/** One run. */
export interface RunHandle {
  runId: string;
  info(): Promise<RunInfo>;
  /** Answer of the workflow itself; needs a worker. Null when none answers in time. */
  status(timeoutMs?: number): Promise<RunStatusAnswer | null>;
  /** How some partitions stand, by id; a page holds at most 1,000. Null when no worker answers in time. */
  partitions(page: PartitionsInput, timeoutMs?: number): Promise<PartitionAnswer[] | null>;
  /** How one partition stands; null when there is none of that id, or no worker answers in time. */
  partition(id: number, timeoutMs?: number): Promise<PartitionAnswer | null>;
  /** Pause, resume, tune, rerun and decide, while the run is open. */
  steer: Steering;
  /** Waits for the end of the run, or until the signal is aborted (then it rejects). */
  result(signal?: AbortSignal): Promise<Verdict>;
  cancel(): Promise<void>;
}

/** The handle of a run by its id; nothing is asked of the server yet. */
export function runHandle(session: Session, runId: string): RunHandle {
  const handle = session.client.workflow.getHandle(runId);
  return {
    runId,
    info: () => describe(handle, runId),
    status: (timeoutMs = 5000) => query(session, handle, { name: 'status', timeoutMs }),
    partitions: (page, timeoutMs = 5000) =>
      query(session, handle, { name: 'partitions', args: [page], timeoutMs }),
    partition: (id, timeoutMs = 5000) => query(session, handle, { name: 'partition', args: [id], timeoutMs }),
    steer: steering(session, runId),
    result: async (signal) => {
      // The SDK does not look at a signal that is aborted before the call.
      signal?.throwIfAborted();
      const wait = (): Promise<Verdict> => waitForEnd(session, handle);
      return signal ? session.client.connection.withAbortSignal(signal, wait) : wait();
    },
    cancel: async () => {
      await describe(handle, runId);
      await handle.cancel();
    },
  };
}

const STATES: Record<string, RunInfo['state']> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
  CONTINUED_AS_NEW: 'running',
};

async function describe(handle: WorkflowHandle, runId: string): Promise<RunInfo> {
  try {
    const d = await handle.describe();
    return {
      run_id: runId,
      state: STATES[d.status.name] ?? 'running',
      started_at: d.startTime,
      closed_at: d.closeTime ?? null,
      memo: d.memo as unknown as RunMemo,
    };
  } catch (error) {
    throw known(error, runId);
  }
}

async function query<T>(
  session: Session,
  handle: WorkflowHandle,
  { name, args = [], timeoutMs }: { name: string; args?: unknown[]; timeoutMs: number },
): Promise<T | null> {
  try {
    return await session.client.connection.withDeadline(Date.now() + timeoutMs, () =>
      handle.query<T, unknown[]>(name, ...args),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw known(error, handle.workflowId);
    // No worker answers now: the server's own description is all there is.
    return null;
  }
}

async function waitForEnd(session: Session, handle: WorkflowHandle): Promise<Verdict> {
  try {
    return await verdictOf(session.client, handle);
  } catch (error) {
    throw known(error, handle.workflowId);
  }
}

function known(error: unknown, runId: string): unknown {
  if (!(error instanceof WorkflowNotFoundError)) return error;
  return new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not known to the server`, {
    hint: 'juicer list shows the runs',
  });
}

/** Exit code of a command that waited for this verdict (design §8). */
export function exitCodeOf(verdict: Verdict): number {
  const { counts } = verdict;
  if (verdict.status === 'done')
    return counts.ledger.quarantined > 0 || counts.skipped > 0 ? EXIT.doneWithLosses : EXIT.done;
  if (verdict.status === 'waiting') return EXIT.needsDecision;
  if (verdict.status === 'cancelled') return EXIT.failed;
  const type = verdict.failure?.type ?? '';
  return type in ERROR_CODES ? ERROR_CODES[type as ErrorCode].exit : EXIT.failed;
}
