/** How a run ends: the verdict, the reports that carry it, the close of the workflow. */
import { ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import type { DatasetResult } from '../model/contract.js';
import type { Verdict } from '../model/verdict.js';
import { failureInfo } from './failures.js';
import { runActivities } from './options.js';
import { enter, heartbeatOf, show, type RunState } from './run-state.js';
import { stopReason } from './stop.js';
import { stopView } from './view.js';

/** The verdict as things stand; `error` is what ended the run before its time, or null. */
export function judge(state: RunState, status: Verdict['status'], error: unknown): Verdict {
  show(state);
  const { book } = state;
  return {
    status,
    started_at: state.startedAt,
    ended_at: Date.now() / 1000,
    counts: { ...book.counts },
    export: state.exported,
    failure: status === 'failed' ? whyFailed(state, error) : null,
    failed_partitions: book.named('failed'),
    parked_partitions: book.named('parked'),
    skipped_partitions: book.named('skipped'),
  };
}

function whyFailed(state: RunState, error: unknown): Verdict['failure'] {
  if (error !== null) return failureInfo(error);
  return (state.plan && stopReason(state)) ?? state.book.named('failed')[0]?.failure ?? null;
}

/** Cleans up and writes reports and events. The verdict is an argument, so that history holds it before the run closes. */
export async function report(state: RunState, verdict: Verdict): Promise<void> {
  enter(state, 'reporting');
  const { run } = state.input;
  if (state.plan)
    await runActivities(heartbeatOf(state), 'remove what is not kept').cleanUp({ run, verdict });
  await reportSoFar(state, verdict);
}

/** Writes reports and events without an end: for a run that waits for a decision. */
export async function reportSoFar(state: RunState, verdict: Verdict): Promise<void> {
  const beat = heartbeatOf(state);
  const { run } = state.input;
  // The view ends while the reports are written; the export takes its file's place after that.
  stopView(state);
  if (state.plan) await runActivities(beat, 'write reports').writeReports({ run, verdict });
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
