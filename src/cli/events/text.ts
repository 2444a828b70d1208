/** An event in one line for people. */
import type { JuicerEvent } from '../../model/event.js';
import { printable } from '../printable.js';

/** `2026-11-24T16:00:00.000Z OPERATION_ERROR p3 some_op (attempt 2) message`; what is not in history yet has a `~`. */
export function eventText(event: JuicerEvent): string {
  const { partition_id: partition, operation_name: op, attempt, provisional } = event;
  const parts = [
    `${new Date(event.timestamp * 1000).toISOString()}`,
    `${provisional ? '~' : ''}${event.event_type}`,
    partition === null ? '' : `p${partition}`,
    op ?? '',
    attempt !== null && attempt > 1 ? `(attempt ${attempt})` : '',
    event.message,
    provisional ? '(going on, not in history yet)' : '',
  ];
  return printable(parts.filter(Boolean).join(' '));
}
