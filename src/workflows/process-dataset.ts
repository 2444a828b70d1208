/** One run: plan → partitions in a sliding window → merge → report. Read it top to bottom. */
import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
} from '@temporalio/workflow';
import type { CommitResult, DatasetInput, DatasetResult, Verdict } from '../model/contract.js';
import { cancelInOrder } from './cancel.js';
import { isCancelled } from './failures.js';
import { runActivities } from './options.js';
import { enter, heartbeatOf, planned, setUp, show, takePlan, type RunState } from './run-state.js';
import { close, judge, report } from './verdict.js';

/** Children started by one execution before it drains and continues as new. */
const CHILDREN_PER_EXECUTION = 1000;
const PAGE = 200;
const MERGE_SPAN = 64;

/**
 * Executes a run to its end. Fails with type `RunFailed` (verdict in the details) when partitions failed, and is
 * cancelled when it was asked to; in every case reports and the event log are written first.
 */
export async function processDataset(input: DatasetInput): Promise<DatasetResult> {
  const state = setUp(input);
  let verdict: Verdict;
  try {
    await cancelInOrder(() => plan(state));
    if (await processPartitions(state)) await carryOn(state);
    await cancelInOrder(() => merge(state));
    verdict = judge(state, state.window.counts.failed > 0 ? 'failed' : 'done', null);
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
  takePlan(state, await activities.planRun({ run: state.input.run }));
}

/** Starts every partition from `next` on; true when this execution has started its share and more are left. */
async function processPartitions(state: RunState): Promise<boolean> {
  enter(state, 'running');
  const plan = planned(state);
  const end = Math.min(plan.partitions, state.next + CHILDREN_PER_EXECUTION);
  try {
    while (state.next < end && !stopped(state)) await startPage(state, Math.min(PAGE, end - state.next));
  } finally {
    await state.window.drain();
  }
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('the run was cancelled');
  if (stopped(state)) return false;
  return state.next < plan.partitions;
}

async function startPage(state: RunState, count: number): Promise<void> {
  const { settings, segments } = planned(state);
  const activities = runActivities(settings.heartbeat_ms, `read plan: partitions from ${state.next}`);
  const page = await activities.readPlanPage({ run: state.input.run, from: state.next, count });
  for (const [partition, rows, bytes] of page.partitions) {
    await state.window.room();
    if (stopped(state)) return;
    state.window.start({ run: state.input.run, partition, rows, bytes, segments, settings });
    state.next = partition + 1;
    show(state);
  }
}

/** Without fault tolerance the first failed partition ends the run. */
function stopped(state: RunState): boolean {
  return !planned(state).settings.fault_tolerance && state.window.counts.failed > 0;
}

async function carryOn(state: RunState): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew<typeof processDataset>({
    ...state.input,
    carried: {
      plan: planned(state),
      next: state.next,
      slice: (state.input.carried?.slice ?? 0) + 1,
      counts: state.window.counts,
      failed: state.window.failed,
      started_at: state.startedAt,
    },
  });
}

/** Merges when every partition is done; a run with failed partitions exports nothing. */
async function merge(state: RunState): Promise<void> {
  const plan = planned(state);
  if (state.window.counts.completed < plan.partitions) return;
  enter(state, 'merging');
  const { run } = state.input;
  const spans: Promise<unknown>[] = [];
  for (let from = 0; from < plan.partitions; from += MERGE_SPAN) {
    const to = Math.min(plan.partitions, from + MERGE_SPAN);
    const activities = runActivities(
      plan.settings.heartbeat_ms,
      `merge partitions ${from} to ${to - 1}`,
      plan.bytes,
    );
    spans.push(activities.mergeSpan({ run, from, to }));
  }
  // Every span ends before the run goes on, so that no attempt is open when its events are written.
  const failed = (await Promise.allSettled(spans)).find((span) => span.status === 'rejected');
  if (failed) throw failed.reason;
  const commit: CommitResult = await runActivities(
    plan.settings.heartbeat_ms,
    'commit the export',
    plan.bytes,
  ).commitExport({
    run,
    span: MERGE_SPAN,
  });
  state.exported = { path: commit.path, rows: commit.rows, bytes: commit.bytes, sha256: commit.sha256 };
}

function isOurs(error: unknown): boolean {
  return (
    isCancelled(error) ||
    (error instanceof Error &&
      ['ActivityFailure', 'ChildWorkflowFailure', 'ApplicationFailure'].includes(error.name))
  );
}
