/** The live view of a run: one activity that follows its events while it goes on, on a queue of its own. */
import { CancellationScope, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ViewActivities } from '../activities/factory.js';
import { viewQueue } from '../model/ids.js';
import { heartbeatOf, planned, type RunState } from './run-state.js';

const DAY = 86_400_000;

/** Starts the view unless it is there, or the recipe wants neither log nor alerts. Never fails, never holds anything up. */
export function startView(state: RunState): void {
  const { follow, export_events } = planned(state).settings;
  if (state.view || !(follow ?? export_events)) return;
  const scope = new CancellationScope();
  state.view = scope;
  // Shielded: a cancelled run is still followed to its end.
  void CancellationScope.nonCancellable(() =>
    scope.run(() => activities(state).followRun({ run: state.input.run, told: state.alerts })),
  ).catch(
    // A view is only a view: the export at the end has everything, whatever became of it.
    () => undefined,
  );
}

/** Asks the view to end. It reads that in the history that it follows; nobody waits for it. */
export function stopView(state: RunState): void {
  state.view?.cancel();
  state.view = null;
}

function activities(state: RunState): ViewActivities {
  return proxyActivities<ViewActivities>({
    taskQueue: viewQueue(workflowInfo().taskQueue),
    heartbeatTimeout: heartbeatOf(state),
    // As long as a run may take; a worker that dies is noticed by its silence.
    startToCloseTimeout: 365 * DAY,
    retry: { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 30_000 },
    cancellationType: 'TRY_CANCEL',
    summary: 'live event log',
  });
}
