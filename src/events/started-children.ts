/** The partitions' workflows that an execution of a run's workflow started. */
import { eventId, eventTime, type Execution, type HistoryEvent } from './history.js';

/** A child that was started: its ids, and the parent's event that tells of it. */
export interface StartedChild {
  workflowId: string;
  runId: string;
  /** When the parent asked for it, epoch seconds: nothing in its history is older. */
  askedAt: number;
  parent: Pick<Execution, 'workflowId' | 'runId'>;
  event: HistoryEvent;
}

/** Children in the order in which they were started. */
export function childrenOf(execution: Execution): StartedChild[] {
  const { workflowId, runId } = execution;
  const asked = new Map<number, number>();
  return execution.events.flatMap((event) => {
    if (event.startChildWorkflowExecutionInitiatedEventAttributes)
      asked.set(eventId(event), eventTime(event));
    const started = event.childWorkflowExecutionStartedEventAttributes;
    const child = started?.workflowExecution;
    if (!started || !child?.workflowId || !child.runId) return [];
    const askedAt = asked.get(Number(started.initiatedEventId)) ?? 0;
    return [
      { workflowId: child.workflowId, runId: child.runId, askedAt, parent: { workflowId, runId }, event },
    ];
  });
}
