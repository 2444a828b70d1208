/** Events made by hand: what the histories of a small run would tell. */
import { plainEvent } from '../../bench/report/plain-event.js';
import type { EventType, JuicerEvent } from '../../src/model/event.js';
import { emptyLedger, type Ledger } from '../../src/model/ledger.js';

/** Epoch seconds at which the runs here begin. */
export const START = 1_700_000_000;
/** Ops of the runs here. */
export const OPS = ['clean', 'trim'];

let nextId = 1;

/** One line. */
export function event(type: EventType, more: Partial<JuicerEvent> = {}): JuicerEvent {
  return plainEvent(type, START, {
    source: { workflow_id: 'r', run_id: 'x', event_id: nextId++, index: 0 },
    ...more,
  });
}

/** A ledger of a filter that rejects the difference. */
export function ledger(rows_in: number, rows_out: number): Ledger {
  return { ...emptyLedger(), rows_in, rows_out, rejected: rows_in - rows_out };
}

/** The first lines of a run over so many partitions of ten rows. */
export function began(partitions: number): JuicerEvent[] {
  const metadata = { rows: partitions * 10, partitions, bytes: partitions * 2 ** 20, op_names: OPS };
  return [
    event('PROCESSING_START', { metadata: { project_name: 'demo', recipe_sha256: 'cafe' } }),
    event('DATASET_LOAD', { operation_name: 'plan', metadata }),
  ];
}

/** The end of a run after so many seconds. */
export function ended(seconds: number, type: EventType = 'PROCESSING_COMPLETE'): JuicerEvent {
  const metadata = { started_at: START, ended_at: START + seconds, counts: {}, export: null };
  const error = type === 'PROCESSING_ERROR' ? { error_message: 'too much' } : {};
  return event(type, { timestamp: START + seconds, duration: seconds, metadata, ...error });
}

/** A partition's start. */
export function started(id: number, o: { at?: number; bytes?: number } = {}): JuicerEvent {
  const metadata = { rows: 10, bytes: o.bytes ?? 2 ** 20 };
  return event('PARTITION_START', { partition_id: id, timestamp: START + (o.at ?? 0), metadata });
}

/** What a segment of one op leaves: its completion, its checkpoint, what it used. */
export function applied(
  id: number,
  op: number,
  o: { seconds?: number; rows?: [number, number]; cpu?: number; outcome?: string; worker?: string } = {},
): JuicerEvent[] {
  const { seconds = 1, rows = [10, 10], cpu = 1, outcome = 'made', worker = 'host:1' } = o;
  const common = {
    partition_id: id,
    operation_name: OPS[op] ?? 'other',
    operation_idx: op,
    attempt: 1,
    duration: seconds,
  };
  const usage = {
    cpu_seconds: cpu,
    cpu_percent: 100,
    peak_rss_mb: 100 + op,
    disk_read_mb: 0,
    disk_write_mb: 0,
    run_dir_mb: null,
    disk_free_mb: 5000,
  };
  const from = START + id * 100 + op * 10;
  const place = { worker, started_at: from, ended_at: from + seconds };
  const metadata = { outcome, ledger: ledger(...rows), ...place };
  const path = `checkpoints/p${id}/op${op}.parquet`;
  return [
    event('OPERATION_COMPLETE', { ...common, metadata, resource_usage: usage }),
    event('CHECKPOINT_SAVE', { ...common, duration: null, metadata: { path } }),
    event('RESOURCE_USAGE', { ...common, metadata: place, resource_usage: usage }),
  ];
}

/** A failed attempt, and the announcement of the next one. */
export function failedAttempt(
  id: number,
  op: number,
  o: { type?: string; lost?: boolean; retried?: boolean; worker?: string } = {},
): JuicerEvent[] {
  const { type = 'E_OP', lost = false, retried = true, worker = 'host:1' } = o;
  const common = { partition_id: id, operation_name: OPS[op] ?? 'other', operation_idx: op };
  const metadata = { error_type: type, lost, worker };
  const error = event('OPERATION_ERROR', {
    ...common,
    attempt: 1,
    duration: 0.5,
    error_message: 'op broke',
    metadata,
  });
  return retried ? [error, event('OPERATION_RETRY', { ...common, attempt: 2 })] : [error];
}

/** A partition's good end. */
export function completed(id: number, o: { seconds?: number; rows?: [number, number] } = {}): JuicerEvent {
  const { seconds = 4, rows = [10, 10] } = o;
  const metadata = { ledger: ledger(...rows) };
  return event('PARTITION_COMPLETE', { partition_id: id, duration: seconds, metadata });
}

/** A partition from start to its good end; `op` is told for each of its ops. */
export function donePartition(
  id: number,
  o: { seconds?: number; bytes?: number; op?: Parameters<typeof applied>[2] } = {},
): JuicerEvent[] {
  const ops = OPS.flatMap((_, op) => applied(id, op, o.op));
  return [started(id, o), ...ops, completed(id, o)];
}
