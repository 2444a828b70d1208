/** What the product needs of a namespace: search attributes and a retention that outlives a run. */
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { setTimeout as delay } from 'node:timers/promises';
import { JuicerError } from '../model/errors.js';
import { SEARCH_ATTRIBUTES } from '../model/ids.js';

/** Namespace of the embedded server, and of any server when none is configured. */
export const DEFAULT_NAMESPACE = 'default';

/** gRPC status codes, by their numbers in the gRPC specification. */
const GRPC = {
  invalidArgument: 3,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  unimplemented: 12,
} as const;

/** The server's number for the search attribute type Keyword. */
const KEYWORD = 2;

const DAY_MS = 24 * 60 * 60 * 1000;
const SHORTEST_RETENTION_MS = 7 * DAY_MS;

/**
 * Makes the product's search attributes known to the namespace where that is allowed. Safe to repeat.
 * @returns whether a workflow can be started with them now.
 */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace = DEFAULT_NAMESPACE,
): Promise<boolean> {
  const names = Object.values(SEARCH_ATTRIBUTES);
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const known = customAttributes ?? {};
    if (names.some((name) => known[name] !== undefined && known[name] !== KEYWORD)) return false;
    const missing = names.filter((name) => known[name] === undefined);
    if (missing.length > 0) {
      const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    }
    return await usable(connection, namespace);
  } catch (error) {
    // Another command may have added them meanwhile; managed servers let only administrators add them.
    if (hasCode(error, GRPC.alreadyExists)) return usable(connection, namespace);
    if (hasCode(error, GRPC.permissionDenied, GRPC.unimplemented, GRPC.invalidArgument)) return false;
    throw error;
  }
}

/** Sets how long closed workflows are kept, unless they are kept that long already. */
export async function ensureRetention(
  connection: Connection,
  namespace: string,
  hours: number,
): Promise<void> {
  const wanted = hours * 60 * 60 * 1000;
  if ((await retentionMs(connection, namespace)) >= wanted) return;
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(wanted) },
  });
}

/**
 * A sentence to show when closed workflows vanish from the server in less than 7 days, else null.
 * @throws JuicerError E_CONNECTION when the server has no such namespace.
 */
export async function retentionWarning(connection: Connection, namespace: string): Promise<string | null> {
  const kept = await retentionMs(connection, namespace);
  if (kept >= SHORTEST_RETENTION_MS) return null;
  const days = Math.round((kept / DAY_MS) * 10) / 10;
  return `namespace ${namespace} keeps closed workflows for ${days} days only; run ids and histories are gone after that`;
}

async function retentionMs(connection: Connection, namespace: string): Promise<number> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return tsToMs(config?.workflowExecutionRetentionTtl ?? undefined);
  } catch (error) {
    if (!hasCode(error, GRPC.notFound)) throw error;
    throw new JuicerError('E_CONNECTION', `namespace ${namespace} does not exist on the server`, {
      cause: error,
    });
  }
}

/** New attributes take some seconds to reach every part of a server: asks until a query by each of them is accepted. */
async function usable(connection: Connection, namespace: string): Promise<boolean> {
  const query = Object.values(SEARCH_ATTRIBUTES)
    .map((name) => `${name} = 'none'`)
    .join(' AND ');
  for (const end = performance.now() + 15_000; performance.now() < end; await delay(200)) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query });
      return true;
    } catch (error) {
      if (!hasCode(error, GRPC.invalidArgument)) throw error;
    }
  }
  return false;
}

function hasCode(error: unknown, ...codes: number[]): boolean {
  return isGrpcServiceError(error) && codes.includes(error.code);
}
