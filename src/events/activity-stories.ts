/** The activities of one execution: each with its scheduled, started and closing event, and what was pending of it. */
import type { AttemptRecord } from '../model/attempt.js';
import type { PendingResult } from '../model/contract.js';
import { eventId, values, type HistoryEvent } from './history.js';

/** How an activity ended; `abandoned`: its workflow closed before it did. */
export type ActivityEnd = 'completed' | 'failed' | 'timed_out' | 'cancelled' | 'abandoned' | 'open';

/** One scheduled activity. */
export interface ActivityStory {
  id: string;
  type: string;
  input: unknown;
  end: ActivityEnd;
  scheduled: HistoryEvent;
  /** Written when the activity closes, with the time and number of its last attempt; null if none ever ran. */
  started: HistoryEvent | null;
  closed: HistoryEvent | null;
  /** What a look at the pending activities saw of it, when the run was cancelled. */
  pending: { tried: number; attempts: AttemptRecord[] } | null;
}

/** Pending states of the server's API; in any other one the attempt has not begun. */
const RUNNING_STATES = ['2', '3', '5'];

/** Activities in the order in which they were scheduled. */
export function activityStories(events: readonly HistoryEvent[]): ActivityStory[] {
  const stories = new Map<number, ActivityStory>();
  const closing = events.at(-1);
  for (const event of events) {
    const begun = begin(event);
    if (begun) stories.set(eventId(event), begun);
    note(event, stories);
    for (const seen of pendingIn(event)) {
      const story = [...stories.values()].find((s) => s.id === seen.activity_id && s.end === 'open');
      const tried = RUNNING_STATES.includes(seen.state) ? seen.attempt : seen.attempt - 1;
      if (story) story.pending = { tried, attempts: seen.attempts };
    }
  }
  const all = [...stories.values()];
  if (closing && isClosing(closing)) for (const story of all) abandon(story, closing);
  return all;
}

/** Whether an event is the last of its execution. */
export function isClosing(event: HistoryEvent): boolean {
  return Boolean(
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes ??
    event.workflowExecutionCanceledEventAttributes ??
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionContinuedAsNewEventAttributes,
  );
}

function begin(scheduled: HistoryEvent): ActivityStory | null {
  const made = scheduled.activityTaskScheduledEventAttributes;
  if (!made) return null;
  const type = made.activityType?.name ?? '';
  const [input] = values(made.input);
  return {
    id: made.activityId ?? '',
    type,
    input,
    end: 'open',
    scheduled,
    started: null,
    closed: null,
    pending: null,
  };
}

function note(event: HistoryEvent, stories: ReadonlyMap<number, ActivityStory>): void {
  const started = event.activityTaskStartedEventAttributes;
  const ends = [
    ['completed', event.activityTaskCompletedEventAttributes],
    ['failed', event.activityTaskFailedEventAttributes],
    ['timed_out', event.activityTaskTimedOutEventAttributes],
    ['cancelled', event.activityTaskCanceledEventAttributes],
  ] as const;
  if (started) {
    const story = stories.get(Number(started.scheduledEventId));
    if (story) story.started = event;
  }
  for (const [end, attributes] of ends) {
    const story = attributes ? stories.get(Number(attributes.scheduledEventId)) : undefined;
    if (story) Object.assign(story, { end, closed: event });
  }
}

function abandon(story: ActivityStory, closing: HistoryEvent): void {
  if (story.end === 'open') Object.assign(story, { end: 'abandoned', closed: closing });
}

/** What the local activity `describePending` saw, if the event is the marker that holds its result. */
function pendingIn(event: HistoryEvent): PendingResult['pending'] {
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName !== 'core_local_activity') return [];
  const [result] = values(marker.details?.['result']) as [Partial<PendingResult> | undefined];
  return result?.pending ?? [];
}
