/** Temporal histories as values: one execution's events, their times, and what their payloads hold. */
import type { WorkflowHandle } from '@temporalio/client';
import {
  DefaultFailureConverter,
  defaultPayloadConverter,
  type Payload,
  type TemporalFailure,
} from '@temporalio/common';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** One event of a history, as the SDK gives it. */
export type HistoryEvent = NonNullable<History['events']>[number];

/** One execution of a workflow: its ids and its events so far, in order. */
export interface Execution {
  workflowId: string;
  /** Temporal's run id. */
  runId: string;
  events: readonly HistoryEvent[];
}

const failures = new DefaultFailureConverter();

/** Number of an event within its execution, from 1. */
export function eventId(event: HistoryEvent): number {
  return Number(event.eventId);
}

/** When an event happened: epoch seconds, to the microsecond. */
export function eventTime(event: HistoryEvent): number {
  const { seconds, nanos } = event.eventTime ?? {};
  return Math.round(Number(seconds ?? 0) * 1e6 + (nanos ?? 0) / 1e3) / 1e6;
}

/** The values of a list of payloads. */
export function values(payloads: { payloads?: Payload[] | null } | null | undefined): unknown[] {
  return (payloads?.payloads ?? []).map((p) => defaultPayloadConverter.fromPayload(p));
}

/** A failure as the SDK's error class, with its details decoded. */
export function failureOf(
  failure: Parameters<DefaultFailureConverter['failureToError']>[0],
): TemporalFailure | Error {
  return failures.failureToError(failure, defaultPayloadConverter);
}
