/** What is told when a run is started or taken up: its id, its folder, where to watch it, what goes on beside it. */
import { WORKFLOW_TYPES } from '../model/ids.js';
import type { Session } from '../client/session.js';
import type { StartedRun } from '../client/start.js';
import { forecastLines } from './forecast-text.js';
import { paint, type Output } from './output.js';

/** Tells it on stderr. */
export async function tellStart(session: Session, started: StartedRun, out: Output): Promise<void> {
  const { handle, dir, how, note, forecast } = started;
  out.note(`${how} run ${paint('bold', handle.runId)}`);
  if (note !== undefined) out.note(note);
  out.note(`work directory ${dir}`);
  if (forecast) for (const line of forecastLines(forecast, handle.runId)) out.note(line);
  const url = runUrl(session, handle.runId);
  if (url) out.note(`Web UI ${paint('cyan', url)}`);
  const others = await openRunsBeside(session, handle.runId);
  if (others.length > 0) out.note(`going on beside it: ${others.join(', ')}`);
}

/** Page of a run in the Web UI, when we know where that is. */
export function runUrl(session: Session, runId: string): string | null {
  if (!session.uiUrl) return null;
  return `${session.uiUrl}/namespaces/${session.namespace}/workflows/${encodeURIComponent(runId)}`;
}

async function openRunsBeside(session: Session, runId: string): Promise<string[]> {
  if (session.target.kind !== 'embedded') return [];
  const query = `WorkflowType = "${WORKFLOW_TYPES.dataset}" AND ExecutionStatus = "Running"`;
  const others: string[] = [];
  for await (const open of session.client.workflow.list({ query }))
    if (open.workflowId !== runId) others.push(open.workflowId);
  return others;
}
