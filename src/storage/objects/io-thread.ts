/** The thread that makes the calls on an S3 store, one after the other, for a thread that waits for each. */
import { workerData, type MessagePort } from 'node:worker_threads';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { AsyncObjectCalls, ObjectAnswer, ObjectRequest } from './calls.js';
import { codeOf, isAway, isConflict } from './s3-error.js';

/** What the thread is started with: requests come and answers go by the port; the signal wakes who waits. */
export interface IoThreadData {
  port: MessagePort;
  signal: Int32Array;
}

const ATTEMPTS = 5;
const CONNECT_MS = 5_000;
const REQUEST_MS = 60_000;
const CONFLICT_TRIES = 5;
/** Where a store does not care, as those that are not Amazon's. */
const ANY_REGION = 'us-east-1';

const { port, signal } = workerData as IoThreadData;
/** The SDK is large. It is loaded here, so that a failure to do so is the answer to the first call. */
const calls = connected();

port.on('message', (request: ObjectRequest) => {
  void answer(request).then((result) => {
    port.postMessage(result);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});

async function connected(): Promise<AsyncObjectCalls> {
  const { clientOf, s3Calls } = await import('./s3.js');
  return s3Calls(clientOf(configuration(process.env)));
}

function configuration(env: NodeJS.ProcessEnv): S3ClientConfig {
  const own = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  return {
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
    ...(own !== undefined && { forcePathStyle: true }),
    ...(own !== undefined && region === undefined && { region: ANY_REGION }),
  };
}

async function answer(request: ObjectRequest): Promise<ObjectAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      const call = (await calls)[request.verb] as (
        ...args: unknown[]
      ) => ReturnType<AsyncObjectCalls['head']>;
      return { value: await call(...request.args) };
    } catch (error) {
      if (isConflict(error) && tries < CONFLICT_TRIES) continue;
      const code = codeOf(error, request.verb);
      return { error: { code, message: `${code}: ${request.verb}`, away: isAway(error) } };
    }
  }
}
