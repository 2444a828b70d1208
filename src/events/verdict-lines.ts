/** The end of a run: its verdict, or that its workflow was closed without one. */
import type { Verdict } from '../model/verdict.js';
import { isClosing } from './activity-stories.js';
import { seconds } from './attempt-lines.js';
import { closingFailure } from './closing.js';
import type { HistoryEvent } from './history.js';
import type { Lines } from './lines.js';
import { verdictIn } from './steering-lines.js';

/**
 * The event that schedules the last export of events: the verdict is its argument. Null while there is none; the export
 * of a run that waits for a decision is not its end.
 */
export function verdictEvent(events: readonly HistoryEvent[]): HistoryEvent | null {
  return (
    events.find((event) => {
      const verdict = verdictIn(event);
      return verdict !== null && verdict.status !== 'waiting';
    }) ?? null
  );
}

/** Adds the one line that ends a run. An execution that continues as a new one has no end of its own. */
export function addVerdict(
  lines: Lines,
  events: readonly HistoryEvent[],
  verdict: HistoryEvent | null,
): void {
  const last = events.at(-1);
  if (verdict) {
    const told = verdictIn(verdict);
    if (told) addEnd(lines, verdict, told);
  } else if (last && isClosing(last) && !last.workflowExecutionContinuedAsNewEventAttributes) {
    const { type, message } = closingFailure(last);
    if (type === 'Cancelled') lines.add(last, 'CANCELLED', message);
    else
      lines.add(last, 'PROCESSING_ERROR', message, {
        error_message: message,
        metadata: { error_type: type },
      });
  }
}

function addEnd(lines: Lines, event: HistoryEvent, verdict: Verdict): void {
  const { status, counts, failure, started_at, ended_at } = verdict;
  const duration = seconds(ended_at - started_at);
  const metadata = { started_at, ended_at, counts, export: verdict.export };
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const stand = `${counts.completed} of ${counts.partitions} partitions completed${skipped}`;
  if (status === 'done')
    lines.add(event, 'PROCESSING_COMPLETE', `run completed: ${stand}`, { duration, metadata });
  if (status === 'cancelled')
    lines.add(event, 'CANCELLED', `run was cancelled: ${stand}`, { duration, metadata });
  if (status !== 'failed') return;
  const message = failure?.message ?? 'the run failed';
  const failed_partitions = verdict.failed_partitions.map((f) => f.partition);
  lines.add(event, 'PROCESSING_ERROR', `run failed: ${message}`, {
    duration,
    error_message: message,
    metadata: { ...metadata, error_type: failure?.type ?? 'Error', failed_partitions },
  });
}
