/** Reads the histories of a run from the server: every execution of its workflow, then those of its partitions. */
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { eventTime, type Execution } from './history.js';
import { coverKey } from './slices.js';
import { childrenOf, type StartedChild } from './started-children.js';

/** gRPC's status for what is not there. */
const NOT_FOUND = 5;
/** Histories that are fetched side by side. */
const WIDTH = 16;

/** An execution of the run, or of a partition with the event that started it. */
export interface RunHistory {
  workflowId: string;
  runId: string;
  /** Null when the server has the history no more. */
  execution: Execution | null;
  /** Null for the run's own workflow. */
  child: StartedChild | null;
}

/**
 * All executions of a run: first those of its own workflow, in the order in which they started, then those of the
 * partitions, by the time when they were asked for. `executions`: run ids that are known; null asks the server which
 * there are. The newest one and those that were continued as new are found in any case. Executions of partitions that
 * `known` names by {@link coverKey} are left out.
 */
export async function* readRunHistories(
  client: Client,
  runId: string,
  executions: readonly string[] | null,
  known: ReadonlySet<string> = new Set(),
): AsyncGenerator<RunHistory> {
  const own = await readOwn(client, runId, executions);
  const children: StartedChild[] = [];
  for (const history of own) {
    if (history.execution) children.push(...childrenOf(history.execution));
    yield history;
  }
  own.length = 0;
  children.sort((a, b) => a.askedAt - b.askedAt);
  yield* readChildren(
    client,
    children.filter((child) => !known.has(coverKey(child))),
  );
}

async function readOwn(
  client: Client,
  workflowId: string,
  executions: readonly string[] | null,
): Promise<RunHistory[]> {
  const wanted = await knownExecutions(client, workflowId, executions);
  const own: RunHistory[] = [];
  for (const runId of wanted) {
    const execution = await readExecution(client, workflowId, runId);
    own.push({ workflowId, runId, execution, child: null });
    // A set that grows while it is walked is walked to its end.
    if (execution) for (const linked of continuations(execution)) wanted.add(linked);
  }
  return own.sort((a, b) => startOf(a) - startOf(b));
}

/** Run ids of a run's own executions: those that are noted, or that the server lists, and the newest in any case. */
export async function knownExecutions(
  client: Client,
  workflowId: string,
  noted: readonly string[] | null,
): Promise<Set<string>> {
  const known = new Set(noted ?? (await listed(client, workflowId)));
  const newest = await newestRun(client, workflowId);
  if (newest !== null) known.add(newest);
  return known;
}

async function* readChildren(client: Client, children: readonly StartedChild[]): AsyncGenerator<RunHistory> {
  const ahead: Promise<RunHistory>[] = [];
  const fetchNext = (): void => {
    const child = children[started++];
    if (!child) return;
    const reading = readExecution(client, child.workflowId, child.runId).then((execution) => ({
      ...child,
      execution,
      child,
    }));
    // It is awaited in its turn; until then a failure must not count as unhandled.
    reading.catch(() => undefined);
    ahead.push(reading);
  };
  let started = 0;
  while (started < Math.min(WIDTH, children.length)) fetchNext();
  for (let next = ahead.shift(); next; next = ahead.shift()) {
    const history = await next;
    fetchNext();
    yield history;
  }
}

async function readExecution(client: Client, workflowId: string, runId: string): Promise<Execution | null> {
  try {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return { workflowId, runId, events: events ?? [] };
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) return null;
    throw error;
  }
}

async function newestRun(client: Client, workflowId: string): Promise<string | null> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).runId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function listed(client: Client, workflowId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const info of client.workflow.list({ query: `WorkflowId = ${JSON.stringify(workflowId)}` }))
    found.push(info.runId);
  return found;
}

/** Run ids of the executions before and after, where the workflow was continued as new. */
function continuations({ events }: Execution): string[] {
  const before = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  const after = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  return [before, after].filter((id): id is string => Boolean(id));
}

function startOf({ execution }: RunHistory): number {
  const first = execution?.events[0];
  return first ? eventTime(first) : 0;
}
