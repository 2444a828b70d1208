/** How a workflow ended that did not come to its own end: told by type only, its message may be foreign. */
import { ApplicationFailure } from '@temporalio/common';
import type { FailureInfo } from '../model/verdict.js';
import { failureOf, type HistoryEvent } from './history.js';

/** The failure that a closing event stands for; type `Cancelled` for a cancel. */
export function closingFailure(closing: HistoryEvent): FailureInfo {
  if (closing.workflowExecutionCanceledEventAttributes)
    return { type: 'Cancelled', message: 'the workflow was cancelled' };
  if (closing.workflowExecutionTerminatedEventAttributes)
    return { type: 'Terminated', message: 'the workflow was terminated' };
  if (closing.workflowExecutionTimedOutEventAttributes)
    return { type: 'Timeout', message: 'the workflow timed out' };
  const failure = closing.workflowExecutionFailedEventAttributes?.failure;
  const error = failure ? failureOf(failure) : null;
  const type = (error instanceof ApplicationFailure ? error.type : null) ?? 'Error';
  return { type, message: `the workflow failed (${type})` };
}
