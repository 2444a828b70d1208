/** The verdict of a run that has ended: from its result, its failure, or the activity that was handed it. */
import { WorkflowFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { verdictEvent } from '../events/verdict-lines.js';
import type { DatasetResult } from '../model/contract.js';
import type { Verdict } from '../model/verdict.js';
import { JuicerError } from '../model/errors.js';

/**
 * Waits for the end of a run and gives its verdict.
 * @throws JuicerError E_INTERNAL when it ended without one (terminated, or its reports could not be written).
 */
export async function verdictOf(client: Client, handle: WorkflowHandle): Promise<Verdict> {
  try {
    return ((await handle.result()) as DatasetResult).verdict;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { cause } = error;
    const verdict =
      cause instanceof CancelledFailure ? await verdictInHistory(client, handle) : verdictIn(cause);
    if (verdict) return verdict;
    throw new JuicerError(
      'E_INTERNAL',
      `run ${handle.workflowId} ended without a verdict: ${cause?.message ?? error.message}`,
      {
        hint: `juicer resume ${handle.workflowId} goes on from its checkpoints`,
      },
    );
  }
}

function verdictIn(cause: unknown): Verdict | null {
  return cause instanceof ApplicationFailure ? ((cause.details?.[0] as Verdict | undefined) ?? null) : null;
}

/** A cancelled workflow closes without details; its verdict is an argument of the last activity. */
async function verdictInHistory(client: Client, handle: WorkflowHandle): Promise<Verdict | null> {
  const { events } = await handle.fetchHistory();
  const scheduled = verdictEvent(events ?? [])?.activityTaskScheduledEventAttributes;
  const payload = scheduled?.input?.payloads?.[0];
  if (!payload) return null;
  const converter = client.options.loadedDataConverter.payloadConverter;
  return converter.fromPayload<{ verdict: Verdict }>(payload).verdict;
}
