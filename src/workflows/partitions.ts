/** The middle of a run: every partition is started in its turn, until all are through or something stops the run. */
import { CancellationScope, CancelledFailure, condition, workflowInfo } from '@temporalio/workflow';
import type { PlannedPartition, PlanPageInput } from '../model/contract.js';
import type { PartitionAsk } from '../model/steering.js';
import { runActivities } from './options.js';
import { pageSize } from './page.js';
import { enter, planned, show, type RunState } from './run-state.js';
import { stopReason } from './stop.js';
import { judge, reportSoFar } from './verdict.js';
import { startView } from './view.js';

/** What the partitions came to: all are through, this execution has started its share, or the run is to stop. */
export type PartitionsEnd = 'through' | 'share' | 'stopped';

/** Works on the partitions. Ends with no child open; throws CancelledFailure when the run is cancelled. */
export async function processPartitions(state: RunState): Promise<PartitionsEnd> {
  enter(state, state.paused ? 'paused' : 'running');
  startView(state);
  let end: PartitionsEnd;
  try {
    end = await work(state);
    if (end === 'stopped') state.window.yieldAll();
  } finally {
    await state.window.drain();
  }
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('the run was cancelled');
  return stopReason(state) ? 'stopped' : end;
}

async function work(state: RunState): Promise<PartitionsEnd> {
  const { book, window } = state;
  for (;;) {
    if (stopReason(state)) return 'stopped';
    if (hasHadShare(state)) return 'share';
    if (state.paused) await condition(() => !state.paused || stopReason(state) !== null);
    else if (wantedReady(state)) await startWanted(state);
    else if (book.next < planned(state).partitions) await startNext(state);
    else if (window.size > 0) await condition(() => window.size === 0 || interrupted(state));
    else if (book.counts.parked > 0) await wait(state);
    else return 'through';
  }
}

/** Something other than the end of a child wants attention. */
function interrupted(state: RunState): boolean {
  return state.paused || wantedReady(state) || stopReason(state) !== null;
}

/** Some partition is to be started again and is not open any more. */
function wantedReady({ book, window }: RunState): boolean {
  return book.wanted().some(({ partition }) => !window.has(partition));
}

function hasHadShare(state: RunState): boolean {
  const { children_per_execution } = planned(state).settings;
  return state.window.started >= children_per_execution || workflowInfo().continueAsNewSuggested;
}

/** Nothing goes on before a person decides: that is reported, and then waited for. */
async function wait(state: RunState): Promise<void> {
  await CancellationScope.nonCancellable(() => reportSoFar(state, judge(state, 'waiting', null)));
  enter(state, 'waiting');
  startView(state);
  await condition(() => wantedReady(state) || stopReason(state) !== null);
  enter(state, state.paused ? 'paused' : 'running');
}

/** Starts partitions in the order of the plan, the largest first. */
async function startNext(state: RunState): Promise<void> {
  const { book } = state;
  const page = await readPage(state, { from: book.next, count: pageSize(planned(state).segments) });
  for (const partition of page) {
    // What stands of one that is open is being made again.
    if (!state.window.has(partition.id) && !book.stands(partition) && book.fresh(partition.id)) {
      if (!(await room(state, () => wantedReady(state)))) return;
      start(state, partition, null);
    }
    book.next++;
  }
}

/** Starts partitions that are to be started again. */
async function startWanted(state: RunState): Promise<void> {
  const { book, window } = state;
  const ready = book
    .wanted()
    .filter((again) => !window.has(again.partition))
    .slice(0, pageSize(planned(state).segments));
  const asks = new Map(ready.map((again) => [again.partition, again.ask]));
  for (const partition of await readPage(state, { ids: [...asks.keys()] })) {
    if (!(await room(state))) return;
    if (window.has(partition.id)) continue;
    book.starts(partition);
    start(state, partition, asks.get(partition.id) ?? null);
  }
}

/** Waits for a free place; false when the run pauses, stops or has something else to do first. */
async function room(state: RunState, other = (): boolean => false): Promise<boolean> {
  const halted = (): boolean => state.paused || other() || stopReason(state) !== null || hasHadShare(state);
  await condition(() => !state.window.isFull || halted());
  return !halted();
}

function start(state: RunState, { id, rows, bytes }: PlannedPartition, ask: PartitionAsk | null): void {
  const { settings, segments } = planned(state);
  const input = { run: state.input.run, partition: id, rows, bytes, segments, settings };
  state.window.start(ask ? { ...input, ask } : input);
  show(state);
}

async function readPage(
  state: RunState,
  which: { from: number; count: number } | { ids: number[] },
): Promise<PlannedPartition[]> {
  const { heartbeat_ms } = planned(state).settings;
  const what = 'ids' in which ? `${which.ids.length} to start again` : `from place ${which.from}`;
  const input: PlanPageInput = { run: state.input.run, ...which };
  return (await runActivities(heartbeat_ms, `read plan: partitions ${what}`).readPlanPage(input)).partitions;
}
