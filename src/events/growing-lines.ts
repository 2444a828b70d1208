/** The lines of one execution while its history grows: each is given once, and stays as it is to the end. */
import type { JuicerEvent } from '../model/event.js';
import { isClosing } from './activity-stories.js';
import type { HistoryEvent } from './history.js';
import type { ExecutionRef } from './tail.js';

/** Makes all lines of a history as far as it is known. */
export type LinesOf = (execution: ExecutionRef & { events: readonly HistoryEvent[] }) => JuicerEvent[];

/** Collects a history and tells what is new in its lines. */
export class GrowingLines {
  /** Events that lines are made from; workflow tasks and children are not, and they are the many. */
  readonly events: HistoryEvent[] = [];
  private readonly told = new Set<string>();

  constructor(
    readonly execution: ExecutionRef,
    private readonly linesOf: LinesOf,
  ) {}

  /** Takes the next events; gives the lines that they add. */
  add(events: readonly HistoryEvent[]): JuicerEvent[] {
    const before = this.events.length;
    this.events.push(...events.filter(matters));
    if (this.events.length === before) return [];
    const lines = this.linesOf({ ...this.execution, events: this.events });
    return lines.filter(({ source }) => {
      const key = `${source.event_id}:${source.index}`;
      if (this.told.has(key)) return false;
      this.told.add(key);
      return true;
    });
  }
}

function matters(event: HistoryEvent): boolean {
  return Boolean(
    event.workflowExecutionStartedEventAttributes ??
    event.activityTaskScheduledEventAttributes ??
    event.activityTaskStartedEventAttributes ??
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    event.markerRecordedEventAttributes ??
    isClosing(event),
  );
}
