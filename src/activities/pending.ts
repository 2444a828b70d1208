/** What is pending in this workflow: read when a cancel comes, so that attempts in backoff are not lost to history. */
import { Context } from '@temporalio/activity';
import type { Beat } from '../model/attempt.js';
import type { PendingResult } from '../model/contract.js';

/** Attempts of the activities that are running or backing off, from the server's own description of the workflow. */
export async function describePending(): Promise<PendingResult> {
  const context = Context.current();
  const execution = context.info.workflowExecution;
  if (!execution) return { pending: [] };
  const handle = context.client.workflow.getHandle(execution.workflowId, execution.runId);
  const { raw } = await handle.describe();
  const converter = context.client.options.loadedDataConverter;
  const pending = (raw.pendingActivities ?? []).map((p) => {
    const [beat] = (p.heartbeatDetails?.payloads ?? []).map((x) =>
      converter.payloadConverter.fromPayload<Beat>(x),
    );
    return {
      activity_id: p.activityId ?? '',
      activity_type: p.activityType?.name ?? '',
      attempt: p.attempt ?? 0,
      state: String(p.state ?? ''),
      attempts: beat?.attempts ?? [],
    };
  });
  return { pending };
}
