/** What the events of one partition add up to. */
import { isLeftOut, type JuicerEvent } from '../model/event.js';
import { emptyLedger, type Ledger } from '../model/ledger.js';
import { greatest, numberOr } from './numbers.js';
import { workerOf } from './usage-tally.js';

/** How a partition stands. `pending`: it waits for its turn; `paused`: it stopped at a checkpoint. */
export type PartitionStand =
  'pending' | 'running' | 'paused' | 'done' | 'failed' | 'parked' | 'skipped' | 'cancelled';

/** An op's last completion on a partition. */
export interface OpDone {
  index: number;
  name: string;
  ledger: Ledger;
  /** Seconds; 0 when it was taken over from an earlier run. */
  duration: number;
  reused: boolean;
  attempt: number | null;
  at: number;
  /** Its part of the CPU seconds that its attempt measured, and whose they were. */
  cpu: number;
  worker: string;
  peakRssMb: number | null;
}

/** An error that a line tells of. */
export interface ErrorSeen {
  at: number;
  type: string;
  message: string;
  op: string | null;
}

/** A partition. */
export interface PartitionTally {
  status: PartitionStand;
  attempts: number;
  failedAttempts: number;
  lostAttempts: number;
  retries: number;
  /** Time of its workflows that have ended, seconds. */
  time: number;
  /** Time of its attempts, those that failed too; one whose end is unknown counts for nothing. */
  worked: number;
  /** Start of the workflow that has not ended. */
  begun: number | null;
  /** Of its input; null before it was started. */
  rows: number | null;
  bytes: number;
  ops: Map<number, OpDone>;
  /** When it is done. */
  ledger: Ledger | null;
  saved: number;
  loaded: number;
  lastCheckpoint: string | null;
  lastError: ErrorSeen | null;
  /** An attempt that is going on, as the live view tells. */
  going: { index: number | null; name: string; attempt: number | null } | null;
  /** Completions whose attempt has not told yet what it used. */
  fresh: OpDone[];
}

/** A partition of which nothing is known. */
export function emptyPartition(): PartitionTally {
  return {
    status: 'pending',
    attempts: 0,
    failedAttempts: 0,
    lostAttempts: 0,
    retries: 0,
    time: 0,
    worked: 0,
    begun: null,
    rows: null,
    bytes: 0,
    ops: new Map(),
    ledger: null,
    saved: 0,
    loaded: 0,
    lastCheckpoint: null,
    lastError: null,
    going: null,
    fresh: [],
  };
}

/** Takes a line of this partition. */
export function addToPartition(tally: PartitionTally, event: JuicerEvent): void {
  if (event.provisional) return addGoing(tally, event);
  tally.going = null;
  if (event.error_message !== null) tally.lastError = errorOf(event);
  const { event_type: type } = event;
  if (type === 'OPERATION_COMPLETE') addOp(tally, event);
  else if (type.startsWith('CHECKPOINT_')) addCheckpoint(tally, event);
  else if (type === 'OPERATION_RETRY') tally.retries++;
  else if (type === 'OPERATION_ERROR') addFailure(tally, event);
  else if (type === 'RESOURCE_USAGE') addSuccess(tally, event);
  else addLife(tally, event);
}

/** The error of a line that has one. */
export function errorOf(event: JuicerEvent): ErrorSeen {
  const { error_type: type, op } = event.metadata;
  return {
    at: event.timestamp,
    type: typeof type === 'string' ? type : 'Error',
    message: event.error_message ?? event.message,
    op: event.operation_name ?? (typeof op === 'string' ? op : null),
  };
}

function addGoing(tally: PartitionTally, event: JuicerEvent): void {
  const { event_type: type, operation_idx: index, operation_name: name, attempt } = event;
  if (type === 'OPERATION_ERROR') tally.lastError = errorOf(event);
  if (type === 'OPERATION_START') tally.going = { index, name: name ?? 'unknown', attempt };
}

function addOp(tally: PartitionTally, event: JuicerEvent): void {
  const { operation_idx: index, metadata } = event;
  if (index === null) return;
  const done: OpDone = {
    index,
    name: event.operation_name ?? `op ${index}`,
    ledger: (metadata['ledger'] as Ledger | undefined) ?? emptyLedger(),
    duration: event.duration ?? 0,
    reused: metadata['outcome'] === 'reused',
    attempt: event.attempt,
    at: event.timestamp,
    cpu: 0,
    worker: workerOf(metadata),
    peakRssMb: event.resource_usage?.peak_rss_mb ?? null,
  };
  tally.ops.set(index, done);
  if (metadata['outcome'] === 'made') tally.fresh.push(done);
}

function addCheckpoint(tally: PartitionTally, { event_type: type, metadata }: JuicerEvent): void {
  if (type === 'CHECKPOINT_SAVE') tally.saved++;
  if (type === 'CHECKPOINT_LOAD') tally.loaded++;
  const { path } = metadata;
  if (type !== 'CHECKPOINT_CLEANUP' && typeof path === 'string') tally.lastCheckpoint = path;
}

function addFailure(tally: PartitionTally, { metadata, duration }: JuicerEvent): void {
  tally.attempts++;
  tally.worked += duration ?? 0;
  tally.failedAttempts++;
  if (metadata['lost'] === true) tally.lostAttempts++;
}

/** An attempt tells what it used after the ops that it completed: they share it by their times. */
function addSuccess(tally: PartitionTally, { resource_usage, duration }: JuicerEvent): void {
  tally.attempts++;
  tally.worked += duration ?? 0;
  const { fresh } = tally;
  const time = fresh.reduce((sum, op) => sum + op.duration, 0);
  for (const op of fresh) {
    op.cpu = (resource_usage?.cpu_seconds ?? 0) * (time > 0 ? op.duration / time : 1 / fresh.length);
    op.peakRssMb = greatest(op.peakRssMb, resource_usage?.peak_rss_mb ?? null);
  }
  tally.fresh = [];
}

const ENDS: Partial<Record<JuicerEvent['event_type'], PartitionStand>> = {
  PARTITION_COMPLETE: 'done',
  PARTITION_ERROR: 'failed',
  CANCELLED: 'cancelled',
  PAUSED: 'paused',
};

function addLife(tally: PartitionTally, event: JuicerEvent): void {
  const { event_type: type, metadata, timestamp } = event;
  if (type === 'PARTITION_START') {
    tally.rows = numberOr(metadata['rows']);
    tally.bytes = numberOr(metadata['bytes']) ?? 0;
    Object.assign(tally, { status: 'running', begun: timestamp, ledger: null });
  } else if (type === 'PARTITION_PARKED') tally.status = 'parked';
  else if (isLeftOut(event)) tally.status = 'skipped';
  const end = ENDS[type];
  if (end === undefined) return;
  tally.status = end;
  tally.time += event.duration ?? 0;
  tally.begun = null;
  if (end === 'done') tally.ledger = (metadata['ledger'] as Ledger | undefined) ?? null;
}
