/** What activities ask a server for, answered without one: nobody polls, and the run has one short history. */
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { DatasetInput } from '../../src/model/contract.js';
import type { SmallRun } from './small-run.js';

/** Temporal's id of the only execution. */
export const EXECUTION = '00000000-0000-4000-8000-000000000000';

/** The client of an activity of this run. */
export function noServer({ run }: SmallRun): Client {
  const input: DatasetInput = { run, project_name: 'small', search_attributes: false };
  const started = {
    eventId: 1,
    eventTime: { seconds: 1_700_000_000, nanos: 0 },
    workflowExecutionStartedEventAttributes: {
      input: { payloads: [defaultPayloadConverter.toPayload(input)] },
    },
  };
  const handle = {
    describe: () => Promise.resolve({ runId: EXECUTION }),
    fetchHistory: () => Promise.resolve({ events: [started] }),
  };
  const client = {
    options: { namespace: 'default' },
    connection: { workflowService: { describeTaskQueue: () => Promise.resolve({ pollers: [] }) } },
    workflow: { getHandle: () => handle },
    // The SDK binds a client to the attempt by this.
    withAbortSignal: (_signal: AbortSignal, call: () => unknown) => call(),
  };
  return client as unknown as Client;
}
