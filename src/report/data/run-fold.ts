/** What the events tell of the run as a whole: its start and end, pauses, attempts, warnings. */
import type { JuicerEvent } from '../../model/event.js';
import { numberOr } from '../../events/numbers.js';
import type { RunCounts, Verdict } from '../../model/verdict.js';
import { addAttempt, emptyAttempts, type AttemptTally } from '../../events/attempt-tally.js';
import { REPORT_STEP } from '../../events/tally.js';
import type { RunReport } from './value.js';

/** The run by its events. */
export interface RunSeen extends AttemptTally {
  status: RunReport['status'];
  started_at: number | null;
  ended_at: number | null;
  /** Time of the newest event. */
  last_at: number | null;
  project_name: string | null;
  counts: RunCounts | null;
  export: Verdict['export'];
  error: { type: string; message: string } | null;
  pauses: [number, number][];
  paused_at: number | null;
}

/** Folds the run's own events, and counts the attempts of all. */
export class RunFold {
  readonly seen: RunSeen = {
    status: 'unknown',
    started_at: null,
    ended_at: null,
    last_at: null,
    project_name: null,
    counts: null,
    export: null,
    error: null,
    ...emptyAttempts(),
    pauses: [],
    paused_at: null,
  };

  /** Takes an event, in canonical order. */
  add(event: JuicerEvent): void {
    const { seen } = this;
    seen.last_at = Math.max(seen.last_at ?? 0, event.timestamp);
    // Those at the reports are left out, as in the run's other files.
    if (event.operation_name !== REPORT_STEP) addAttempt(seen, event);
    const decided = event.event_type === 'DECIDED' || event.event_type === 'RERUN';
    if (decided && seen.status === 'waiting') seen.status = 'running';
    if (event.partition_id === null) addLife(seen, event);
  }
}

function addLife(seen: RunSeen, event: JuicerEvent): void {
  const { event_type: type, timestamp: at, metadata } = event;
  if (type === 'PROCESSING_START') {
    begin(seen, at);
    if (typeof metadata['project_name'] === 'string') seen.project_name = metadata['project_name'];
  } else if (type === 'PAUSED') {
    seen.paused_at ??= at;
    seen.status = 'paused';
  } else if (type === 'RESUMED') {
    resume(seen, at);
    seen.status = 'running';
  } else if (type === 'WARNING' && event.message.includes('waits for a decision')) seen.status = 'waiting';
  else if (type === 'PROCESSING_COMPLETE') end(seen, event, 'done');
  else if (type === 'PROCESSING_ERROR') end(seen, event, 'failed');
  else if (type === 'CANCELLED') end(seen, event, 'cancelled');
}

/** Another execution of the run goes on where the earlier one ended. */
function begin(seen: RunSeen, at: number): void {
  seen.started_at ??= at;
  Object.assign(seen, { status: 'running', ended_at: null, error: null, export: null, counts: null });
}

function resume(seen: RunSeen, at: number): void {
  if (seen.paused_at !== null) seen.pauses.push([seen.paused_at, at]);
  seen.paused_at = null;
}

function end(seen: RunSeen, event: JuicerEvent, status: Verdict['status']): void {
  resume(seen, event.timestamp);
  const { counts, export: exported, error_type, ended_at } = event.metadata;
  seen.status = status;
  seen.ended_at = numberOr(ended_at) ?? event.timestamp;
  seen.counts = (counts as RunCounts | undefined) ?? null;
  seen.export = (exported as Verdict['export'] | undefined) ?? null;
  if (status === 'failed')
    seen.error = {
      type: typeof error_type === 'string' ? error_type : 'Error',
      message: event.error_message ?? event.message,
    };
}
