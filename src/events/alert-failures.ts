/** The share of attempts that failed, counted from events. */
import type { JuicerEvent } from '../model/event.js';

/** Before so many attempts a share says little. */
const LEAST_ATTEMPTS = 10;
/** The server's words for an attempt whose worker went away, and ours for one that was told to stop. */
const LOST = /\btimeout$|^the worker was told to stop$/i;

/**
 * Counts attempts as the summary does: each that succeeded leaves one RESOURCE_USAGE line, each that failed one
 * OPERATION_ERROR. Attempts lost with their worker count as neither. A failure that is still being retried is counted
 * when it is seen, and not again when history tells of it.
 */
export class FailureRate {
  /** Attempts that failed by themselves. */
  failed = 0;
  /** Those and the ones that succeeded. */
  all = 0;
  /** Failures that were counted ahead of history. */
  private readonly ahead = new Set<string>();

  /** Failed over all, 0 to 1; null before there are ten attempts. */
  get rate(): number | null {
    return this.all < LEAST_ATTEMPTS ? null : this.failed / this.all;
  }

  /** Counts one event. */
  take(event: JuicerEvent): void {
    if (event.event_type === 'RESOURCE_USAGE') this.all++;
    if (event.event_type === 'OPERATION_ERROR') this.takeFailure(event);
  }

  private takeFailure(event: JuicerEvent): void {
    const number = event.provisional ? event.attempt : event.metadata.activity_attempt;
    const key = `${activityKey(event)} ${String(number)}`;
    if (this.ahead.has(key)) {
      if (!event.provisional) this.ahead.delete(key);
      return;
    }
    const lost = event.provisional
      ? LOST.test(event.error_message ?? '')
      : event.metadata.lost === true || event.metadata.error_type === 'Cancelled';
    if (lost) return;
    if (event.provisional) this.ahead.add(key);
    this.failed++;
    this.all++;
  }
}

/** Names the activity that an event of an attempt tells of. */
export function activityKey({ source, metadata }: JuicerEvent): string {
  return `${source.workflow_id} ${source.run_id} ${String(metadata.activity_id)}`;
}
