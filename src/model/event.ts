/** The events of a run (design §7): one JSON line each, every one with the history event it comes from. */
import type { ResourceUsage } from './attempt.js';

/** Every type an event can have. */
export const EVENT_TYPES = [
  'PROCESSING_START',
  'PROCESSING_COMPLETE',
  'PROCESSING_ERROR',
  'PARTITION_START',
  'PARTITION_COMPLETE',
  'PARTITION_ERROR',
  'PARTITION_PARKED',
  'OPERATION_START',
  'OPERATION_COMPLETE',
  'OPERATION_ERROR',
  'OPERATION_RETRY',
  'CHECKPOINT_SAVE',
  'CHECKPOINT_LOAD',
  'CHECKPOINT_CLEANUP',
  'DATASET_LOAD',
  'DATASET_SAVE',
  'PERFORMANCE_METRIC',
  'RESOURCE_USAGE',
  'WARNING',
  'INFO',
  'DEBUG',
  'PAUSED',
  'RESUMED',
  'TUNED',
  'RERUN',
  'DECIDED',
  'CANCELLED',
] as const;

/** The type of an event, as a value: `EventType.OPERATION_ERROR`. */
export const EventType = Object.freeze(Object.fromEntries(EVENT_TYPES.map((t) => [t, t]))) as {
  readonly [T in (typeof EVENT_TYPES)[number]]: T;
};

/** One of {@link EVENT_TYPES}. */
export type EventType = (typeof EVENT_TYPES)[number];

/** One line of `logs/processing_events.jsonl`. Times in epoch seconds, durations in seconds. */
export interface JuicerEvent {
  event_type: EventType;
  timestamp: number;
  message: string;
  partition_id: number | null;
  operation_name: string | null;
  operation_idx: number | null;
  duration: number | null;
  attempt: number | null;
  error_message: string | null;
  stack_trace: string | null;
  metadata: Record<string, unknown>;
  resource_usage: ResourceUsage | null;
  performance_metrics: { rows_in: number; rows_out: number; rows_per_second: number | null } | null;
  /** Only in the live view: what is going on now, by the server's description; history tells of it when it is over. */
  provisional?: true;
  /** The history event this line comes from; `index` orders several lines of one event. */
  source: { workflow_id: string; run_id: string; event_id: number; index: number };
}

/** Message of the WARNING that tells of a skipped partition. */
export const LEFT_OUT = 'partition is left out of the result';

/** Whether an event tells that its partition was skipped. */
export function isLeftOut({ event_type, message }: JuicerEvent): boolean {
  return event_type === 'WARNING' && message === LEFT_OUT;
}
