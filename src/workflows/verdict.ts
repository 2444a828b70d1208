/** How a run ends: the verdict, the reports that carry it, the close of the workflow. */
import { ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import type { DatasetResult, Verdict } from '../model/contract.js';
import { failureInfo } from './failures.js';
import { runActivities } from './options.js';
import { enter, heartbeatOf, type RunState } from './run-state.js';

/** The verdict as things stand; `error` is what ended the run before its time, or null. */
export function judge(state: RunState, status: Verdict['status'], error: unknown): Verdict {
  const { counts, failed } = state.window;
  const first = failed[0]?.failure ?? null;
  return {
    status,
    started_at: state.startedAt,
    ended_at: Date.now() / 1000,
    counts,
    export: state.exported,
    failure: error !== null && status === 'failed' ? failureInfo(error) : status === 'failed' ? first : null,
    failed_partitions: failed,
  };
}

/** Cleans up and writes reports and events. The verdict is an argument, so that history holds it before the run closes. */
export async function report(state: RunState, verdict: Verdict): Promise<void> {
  enter(state, 'reporting');
  const beat = heartbeatOf(state);
  const { run } = state.input;
  if (state.plan) {
    await runActivities(beat, 'remove what is not kept').cleanUp({ run, verdict });
    await runActivities(beat, 'write reports').writeReports({ run, verdict });
  }
  await runActivities(beat, `export events: ${verdict.status}`).exportEvents({ run, verdict });
}

/** Ends the workflow as the verdict says: completed, failed with type `RunFailed`, or cancelled. */
export function close(state: RunState, verdict: Verdict): DatasetResult {
  enter(state, verdict.status);
  const { run_id } = state.input.run;
  if (verdict.status === 'cancelled') throw new CancelledFailure(`run ${run_id} was cancelled`, [verdict]);
  if (verdict.status === 'failed') {
    throw ApplicationFailure.create({
      type: 'RunFailed',
      message: verdict.failure?.message ?? `run ${run_id} failed`,
      nonRetryable: true,
      details: [verdict],
    });
  }
  return { run_id, verdict };
}
