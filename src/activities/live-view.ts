/** One activity follows a run while it goes on: it writes the event log as events come, and watches for alerts. */
import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { followRunBatches } from '../events/follow.js';
import { values, type HistoryEvent } from '../events/history.js';
import { LiveLog } from '../events/live-log.js';
import { NO_ALERTS, watchesAnything, type Alert } from '../model/alert.js';
import type { FollowTask } from '../model/following.js';
import type { JuicerEvent } from '../model/event.js';
import { isObjectPath } from '../model/object-path.js';
import type { Plan } from '../model/plan.js';
import { storeAt } from '../storage/store-at.js';
import { AlertDesk } from './alert-desk.js';
import { startBeating } from './beats.js';
import type { ActivityDependencies } from './dependencies.js';
import { loggingOf, planOf } from './plan-of.js';

/** How long an alert may still be sent when the run has ended. */
const SEND_LIMIT_MS = 10_000;

/**
 * Follows a run until the workflow asks it to end, which it reads in the history that it follows: at once, and without
 * waiting for a heartbeat. It opens the log before it reads, so one that wakes up late finds that it has been asked to
 * end before it writes into the export.
 */
export async function followRun(deps: ActivityDependencies, task: FollowTask): Promise<{ events: number }> {
  const { run } = task;
  const { client, info, cancellationSignal, heartbeat } = Context.current();
  const plan = planOf(storeAt(run.dir));
  const log = wantsLog(run.dir, plan) ? await LiveLog.open(run.dir, loggingOf(plan)) : null;
  const desk = await openDesk(deps, task, plan);
  const ended = new AbortController();
  const isEnd = endOf(info.activityId);
  const options = {
    signal: AbortSignal.any([cancellationSignal, ended.signal]),
    provisional: true,
    onOwnEvent: (event: HistoryEvent, runId: string) => {
      if (runId === info.workflowExecution?.runId && isEnd(event)) ended.abort();
    },
  };
  let events = 0;
  const stopBeating = startBeating(deps, () => {
    heartbeat({ phase: 'follow', done: events, total: null });
    void tellRun(run.run_id, desk?.tick() ?? []);
  });
  try {
    for await (const batch of followRunBatches(client, { runId: run.run_id, dir: run.dir }, options)) {
      if (ended.signal.aborted) break;
      log?.append(batch);
      await take(batch, { deps, desk, runId: run.run_id });
      events += batch.length;
    }
  } finally {
    stopBeating();
    log?.close();
    deps.parked?.forget(run.run_id);
  }
  await desk?.settled();
  cancellationSignal.throwIfAborted();
  return { events };
}

/** An object cannot be appended to: in an S3 store the log is written at the end of the run. */
function wantsLog(dir: string, plan: Plan | null): boolean {
  if (isObjectPath(dir)) return false;
  return plan?.settings.export_events ?? true;
}

async function take(
  batch: readonly JuicerEvent[],
  o: { deps: ActivityDependencies; desk: AlertDesk | null; runId: string },
): Promise<void> {
  const alerts: Alert[] = [];
  for (const event of batch) {
    o.deps.parked?.take(o.runId, event);
    alerts.push(...(o.desk?.take(event) ?? []));
  }
  await tellRun(o.runId, alerts);
}

async function openDesk(
  deps: ActivityDependencies,
  { run, told }: FollowTask,
  plan: Plan | null,
): Promise<AlertDesk | null> {
  const settings = plan?.alerts ?? NO_ALERTS;
  if (!watchesAnything(settings)) return null;
  const { cancellationSignal, log } = Context.current();
  const late = new AbortController();
  cancellationSignal.addEventListener('abort', () => setTimeout(() => late.abort(), SEND_LIMIT_MS).unref());
  return new AlertDesk({
    ...{ run, settings, log, env: process.env, signal: late.signal },
    metrics: deps.metrics,
    told: [...told, ...(await alertsInHistory())],
  });
}

/** Alerts that an earlier attempt at this activity told the run. */
async function alertsInHistory(): Promise<Alert[]> {
  const { client, info } = Context.current();
  const execution = info.workflowExecution;
  if (info.attempt === 1 || !execution) return [];
  const { events } = await client.workflow.getHandle(execution.workflowId, execution.runId).fetchHistory();
  return (events ?? []).flatMap((event) => {
    const signal = event.workflowExecutionSignaledEventAttributes;
    return signal?.signalName === 'alert' ? (values(signal.input) as Alert[]) : [];
  });
}

/** So that history has them, and with it the log, the run's page and `status`. */
async function tellRun(runId: string, alerts: readonly Alert[]): Promise<void> {
  const { client, log } = Context.current();
  for (const alert of alerts) {
    try {
      await client.workflow.getHandle(runId).signal('alert', alert);
    } catch (error) {
      // It has ended meanwhile; otherwise the worker's log has the alert, and the webhook has it.
      if (!(error instanceof WorkflowNotFoundError)) log.warn('an alert could not be told to the run');
    }
  }
}

/** Whether an event of the workflow asks this activity to end. */
function endOf(activityId: string): (event: HistoryEvent) => boolean {
  let scheduled = '';
  return (event) => {
    if (event.activityTaskScheduledEventAttributes?.activityId === activityId)
      scheduled = String(event.eventId);
    const cancelled = event.activityTaskCancelRequestedEventAttributes?.scheduledEventId;
    return cancelled !== undefined && String(cancelled) === scheduled;
  };
}
