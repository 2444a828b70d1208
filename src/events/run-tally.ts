/** What the lines of the run's own workflow add up to: its start and end, its dataset, pauses. */
import type { JuicerEvent } from '../model/event.js';
import type { Verdict } from '../model/verdict.js';
import { numberOr } from './numbers.js';
import { errorOf, type ErrorSeen } from './partition-tally.js';

/** How a run stands by its events. */
export type RunStand = 'not_started' | 'running' | 'paused' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** The run as a whole. Times are epoch seconds, `time` and `pausedTime` seconds. */
export interface RunTally {
  project: string | null;
  status: RunStand;
  /** Start of its first execution, and time of its newest line. */
  startedAt: number | null;
  updatedAt: number | null;
  endedAt: number | null;
  /** Time of the executions that have ended. */
  time: number;
  /** Start of the execution that has not ended. */
  begun: number | null;
  dataset: { rows: number; partitions: number; bytes: number } | null;
  opNames: string[];
  export: Verdict['export'];
  error: ErrorSeen | null;
  pausedSince: number | null;
  pausedTime: number;
  warnings: number;
  saved: number;
  loaded: number;
  removedFiles: number;
}

/** A run of which nothing is known. */
export function emptyRun(): RunTally {
  return {
    project: null,
    status: 'not_started',
    startedAt: null,
    updatedAt: null,
    endedAt: null,
    time: 0,
    begun: null,
    dataset: null,
    opNames: [],
    export: null,
    error: null,
    pausedSince: null,
    pausedTime: 0,
    warnings: 0,
    saved: 0,
    loaded: 0,
    removedFiles: 0,
  };
}

/** Takes a line of the run, or of one of its partitions: of these only what is counted over all. */
export function addToRun(tally: RunTally, event: JuicerEvent): void {
  const { event_type: type } = event;
  tally.updatedAt = Math.max(tally.updatedAt ?? 0, event.timestamp);
  if (type === 'WARNING') tally.warnings++;
  if (type === 'CHECKPOINT_SAVE') tally.saved++;
  if (type === 'CHECKPOINT_LOAD') tally.loaded++;
  if (type === 'CHECKPOINT_CLEANUP') tally.removedFiles += numberOr(event.metadata['removed_files']) ?? 0;
  if (event.partition_id === null) addLife(tally, event);
}

/** Seconds of the run's executions so far, up to the newest line of the one that goes on; null before the first. */
export function timeOf(tally: RunTally): number | null {
  if (tally.startedAt === null) return null;
  return tally.time + (tally.begun === null ? 0 : Math.max(0, (tally.updatedAt ?? 0) - tally.begun));
}

function addLife(tally: RunTally, event: JuicerEvent): void {
  const { event_type: type, timestamp: at } = event;
  if (type === 'PROCESSING_START') addStart(tally, event);
  else if (type === 'DATASET_LOAD') addDataset(tally, event);
  else if (type === 'PAUSED') {
    tally.pausedSince ??= at;
    tally.status = 'paused';
  } else if (type === 'RESUMED') {
    endPause(tally, at);
    tally.status = 'running';
  } else if ((type === 'DECIDED' || type === 'RERUN') && tally.status === 'waiting') tally.status = 'running';
  else if (type === 'WARNING' && event.message.startsWith('run waits for a decision'))
    tally.status = 'waiting';
  else if (type === 'PROCESSING_COMPLETE') addEnd(tally, event, 'done');
  else if (type === 'PROCESSING_ERROR') addEnd(tally, event, 'failed');
  else if (type === 'CANCELLED') addEnd(tally, event, 'cancelled');
}

/** Another execution of a run goes on where the one before ended. */
function addStart(tally: RunTally, { timestamp: at, metadata }: JuicerEvent): void {
  tally.startedAt ??= at;
  if (typeof metadata['project_name'] === 'string') tally.project = metadata['project_name'];
  Object.assign(tally, { status: 'running', begun: at, endedAt: null, export: null, error: null });
}

function addDataset(tally: RunTally, { metadata }: JuicerEvent): void {
  const { rows, partitions, bytes, op_names } = metadata;
  tally.dataset = {
    rows: numberOr(rows) ?? 0,
    partitions: numberOr(partitions) ?? 0,
    bytes: numberOr(bytes) ?? 0,
  };
  if (Array.isArray(op_names)) tally.opNames = op_names.map(String);
}

function endPause(tally: RunTally, at: number): void {
  if (tally.pausedSince !== null) tally.pausedTime += Math.max(0, at - tally.pausedSince);
  tally.pausedSince = null;
}

function addEnd(tally: RunTally, event: JuicerEvent, status: RunStand): void {
  const { timestamp: at, metadata, duration } = event;
  endPause(tally, at);
  tally.time += duration ?? Math.max(0, at - (tally.begun ?? at));
  // The verdict's start is that of the work; until then the run waited for its first worker.
  if (tally.startedAt === tally.begun) tally.startedAt = numberOr(metadata['started_at']) ?? tally.startedAt;
  Object.assign(tally, { status, begun: null, endedAt: numberOr(metadata['ended_at']) ?? at });
  tally.export = (metadata['export'] as Verdict['export'] | undefined) ?? null;
  tally.error = status === 'failed' ? errorOf(event) : null;
}
