/** The lines made from one execution's history. */
import type { EventType, JuicerEvent } from '../model/event.js';
import { eventId, eventTime, type Execution, type HistoryEvent } from './history.js';

/** What a line says besides its type, message and source; absent is null. */
export type LineFields = Partial<Omit<JuicerEvent, 'event_type' | 'timestamp' | 'message' | 'source'>>;

/** Collects lines; numbers those of the same history event in the order in which they come. */
export class Lines {
  readonly all: JuicerEvent[] = [];
  private readonly used = new Map<number, number>();

  constructor(
    readonly execution: Pick<Execution, 'workflowId' | 'runId'>,
    private readonly partition: number | null,
  ) {}

  /** Adds a line that comes from `event` and has its time. */
  add(event: HistoryEvent, type: EventType, message: string, fields: LineFields = {}): void {
    const id = eventId(event);
    const index = this.used.get(id) ?? 0;
    this.used.set(id, index + 1);
    const { workflowId, runId } = this.execution;
    this.all.push({
      event_type: type,
      timestamp: eventTime(event),
      message,
      partition_id: fields.partition_id ?? this.partition,
      operation_name: fields.operation_name ?? null,
      operation_idx: fields.operation_idx ?? null,
      duration: fields.duration ?? null,
      attempt: fields.attempt ?? null,
      error_message: fields.error_message ?? null,
      stack_trace: fields.stack_trace ?? null,
      metadata: fields.metadata ?? {},
      resource_usage: fields.resource_usage ?? null,
      performance_metrics: fields.performance_metrics ?? null,
      ...(fields.provisional ? { provisional: true as const } : {}),
      source: { workflow_id: workflowId, run_id: runId, event_id: id, index },
    });
  }
}

/** Canonical order: time, workflow, execution, history event, place among the lines of that event. */
export function compareEvents(a: JuicerEvent, b: JuicerEvent): number {
  return (
    a.timestamp - b.timestamp ||
    compareText(a.source.workflow_id, b.source.workflow_id) ||
    compareText(a.source.run_id, b.source.run_id) ||
    a.source.event_id - b.source.event_id ||
    a.source.index - b.source.index
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
