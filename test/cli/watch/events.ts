/** Events made by hand for the live view. */
import { plainEvent } from '../../../bench/report/plain-event.js';
import type { JuicerEvent } from '../../../src/model/event.js';
import { WatchFold } from '../../../src/cli/watch/fold.js';
import { snapshot } from '../../../src/cli/watch/snapshot.js';
import type { Beside, WatchState } from '../../../src/cli/watch/state.js';

/** When the runs here begin, epoch seconds. */
export const BEGIN = 1_700_000_000;
/** Ops of the runs here. */
export const OPS = ['first_mapper', 'second_filter', 'third_filter'];
/** Rows and bytes of every partition. */
export const SIZE = { rows: 100, bytes: 2 ** 20 };

/** A line; `at` counts from {@link BEGIN}. */
export function event(
  event_type: JuicerEvent['event_type'],
  at: number,
  fields: Partial<JuicerEvent> = {},
): JuicerEvent {
  return plainEvent(event_type, BEGIN + at, fields);
}

/** The first lines of a run of so many partitions. */
export function begun(partitions: number): JuicerEvent[] {
  const metadata = {
    partitions,
    rows: partitions * SIZE.rows,
    bytes: partitions * SIZE.bytes,
    op_names: OPS,
  };
  return [
    event('PROCESSING_START', 0, { metadata: { project_name: 'demo' } }),
    event('DATASET_LOAD', 0, { metadata }),
  ];
}

/** A partition that started at `at` and is through `ops` of the ops, one a second. */
export function opened(partition_id: number, at: number, ops: number): JuicerEvent[] {
  const done = OPS.slice(0, ops).map((operation_name, operation_idx) =>
    event('OPERATION_COMPLETE', at + 1 + operation_idx, {
      ...{ partition_id, operation_name, operation_idx, attempt: 1 },
      duration: 1,
      metadata: { outcome: 'made' },
    }),
  );
  return [event('PARTITION_START', at, { partition_id, metadata: { ...SIZE } }), ...done];
}

/** A partition that took `seconds`. */
export function done(partition_id: number, at: number, seconds: number): JuicerEvent[] {
  const end = { partition_id, duration: seconds };
  return [...opened(partition_id, at, OPS.length), event('PARTITION_COMPLETE', at + seconds, end)];
}

/** A failed attempt at an op. */
export function failedAttempt(partition_id: number, at: number, message: string): JuicerEvent {
  return event('OPERATION_ERROR', at, {
    ...{ partition_id, operation_name: OPS[0] ?? '', operation_idx: 0, attempt: 1 },
    error_message: message,
    metadata: { error_type: 'E_OP' },
  });
}

/** What these lines amount to at `now`, counted from {@link BEGIN}. */
export function stateOf(
  events: readonly JuicerEvent[],
  now: number,
  beside: Partial<Beside> = {},
): WatchState {
  const fold = new WatchFold();
  for (const line of events) fold.add(line);
  const all: Beside = {
    run_id: 'demo-1',
    answering: 'worker',
    answering_since: BEGIN,
    phase: null,
    window: 4,
    disk: { run_dir_mb: 12, disk_free_mb: 4096 },
    ...beside,
  };
  return snapshot(fold, all, BEGIN + now);
}
