/** One run: plan → partitions in a sliding window → merge → report. Read it top to bottom. */
import { allHandlersFinished, CancellationScope, condition, continueAsNew } from '@temporalio/workflow';
import type { DatasetInput, DatasetResult } from '../model/contract.js';
import type { Verdict } from '../model/verdict.js';
import { cancelInOrder } from './cancel.js';
import { isCancelled } from './failures.js';
import { merge } from './merge.js';
import { runActivities } from './options.js';
import { processPartitions } from './partitions.js';
import { enter, heartbeatOf, planned, setUp, takePlan, type RunState } from './run-state.js';
import { acceptSteering } from './steering.js';
import { close, judge, report } from './verdict.js';
import { stopView } from './view.js';

/**
 * Executes a run to its end. Fails with type `RunFailed` (verdict in the details) when partitions failed, and is
 * cancelled when it was asked to; in every case reports and the event log are written first.
 */
export async function processDataset(input: DatasetInput): Promise<DatasetResult> {
  const state = setUp(input);
  acceptSteering(state);
  let verdict: Verdict;
  try {
    await cancelInOrder(() => plan(state));
    verdict = judge(state, await process(state), null);
  } catch (error) {
    if (!isOurs(error)) throw error;
    verdict = judge(state, isCancelled(error) ? 'cancelled' : 'failed', error);
  }
  await CancellationScope.nonCancellable(() => report(state, verdict));
  return close(state, verdict);
}

async function plan(state: RunState): Promise<void> {
  if (state.plan) return;
  enter(state, 'planning');
  const activities = runActivities(heartbeatOf(state), 'plan: scan and cut the input');
  takePlan(state, await activities.planRun({ run: state.input.run, reuse: state.input.reuse ?? 'none' }));
}

/** Partitions, then the merge; again, if that finds results damaged. A run with failed partitions exports nothing. */
async function process(state: RunState): Promise<'done' | 'failed'> {
  for (;;) {
    const end = await processPartitions(state);
    if (end === 'share') await carryOn(state);
    if (end === 'stopped' || state.book.counts.failed > 0) return 'failed';
    if (await cancelInOrder(() => merge(state))) return 'done';
  }
}

async function carryOn(state: RunState): Promise<never> {
  await keepEvents(state);
  await condition(allHandlersFinished);
  const { asks: _begunWith, ...input } = state.input;
  return continueAsNew<typeof processDataset>({
    ...input,
    carried: {
      plan: planned(state),
      book: state.book.carry(),
      width: state.window.width,
      paused: state.paused,
      alerts: state.alerts,
      slice: (state.input.carried?.slice ?? 0) + 1,
      started_at: state.startedAt,
    },
  });
}

/** What this execution has closed is written down, before the server's retention can take it away. */
async function keepEvents(state: RunState): Promise<void> {
  if (!planned(state).settings.export_events) return;
  stopView(state);
  await runActivities(heartbeatOf(state), 'keep the events so far').keepEvents({ run: state.input.run });
}

function isOurs(error: unknown): boolean {
  return (
    isCancelled(error) ||
    (error instanceof Error &&
      ['ActivityFailure', 'ChildWorkflowFailure', 'ApplicationFailure'].includes(error.name))
  );
}
