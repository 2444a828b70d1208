/** One execution's history as it grows: what there is, then what is added, by the server's long poll. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { isClosing } from './activity-stories.js';
import { eventId, type Execution, type HistoryEvent } from './history.js';

/** gRPC's status for what is not there. */
const NOT_FOUND = 5;
const PAGE_EVENTS = 1000;
/** Pauses after a call that failed: a server that is away is asked again, slower each time. */
const BACKOFF_MS = { first: 250, most: 5000 };

/** How to follow. */
export interface TailOptions {
  signal: AbortSignal;
  /** Milliseconds from one answer to the next question, so that a busy history comes in few pieces. */
  everyMs: number;
  /** Runs the first call; there may be many histories to catch up with. */
  first: <T>(call: () => Promise<T>) => Promise<T>;
}

/** Which execution. */
export type ExecutionRef = Pick<Execution, 'workflowId' | 'runId'>;

/**
 * Batches of events, in order, each event once, over restarts of the server. Returns `closed` after the last event of
 * the execution, `gone` when the server has it no more; throws the signal's reason when that is aborted.
 */
export async function* tailHistory(
  client: Client,
  execution: ExecutionRef,
  options: TailOptions,
): AsyncGenerator<HistoryEvent[], 'closed' | 'gone'> {
  let [token, seen, failures] = [new Uint8Array(), 0, 0];
  for (let first = true; ; first = false) {
    const call = (): Promise<Page> => ask(client, execution, { token, signal: options.signal });
    try {
      const page = await (first ? options.first(call) : call());
      failures = 0;
      const events = page.events.filter((event) => eventId(event) > seen);
      const last = events.at(-1);
      if (last) {
        seen = eventId(last);
        yield events;
        if (isClosing(last)) return 'closed';
      }
      token = page.token;
      if (token.length > 0 && page.events.length >= PAGE_EVENTS) continue;
    } catch (error) {
      options.signal.throwIfAborted();
      if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) return 'gone';
      // The token is the server's own; after a failure the history is read again, and what was seen is left out.
      token = new Uint8Array();
      await sleep(Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** failures++), undefined, options);
    }
    await sleep(options.everyMs, undefined, options);
  }
}

interface Page {
  events: HistoryEvent[];
  token: Uint8Array<ArrayBuffer>;
}

async function ask(
  client: Client,
  { workflowId, runId }: ExecutionRef,
  o: { token: Uint8Array; signal: AbortSignal },
): Promise<Page> {
  const answer = await client.withAbortSignal(o.signal, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      waitNewEvent: true,
      nextPageToken: o.token,
      maximumPageSize: PAGE_EVENTS,
    }),
  );
  return {
    events: (answer.history?.events ?? []) as HistoryEvent[],
    token: Uint8Array.from(answer.nextPageToken ?? []),
  };
}
