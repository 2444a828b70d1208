/**
 * Calls on an S3 store that block like those on a disk: a thread of its own makes them, and this one sleeps until the
 * answer is there. So one store serves both kinds of places, and ops, which run in threads, wait as they wait for a disk.
 */
import { MessageChannel, Worker, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { ObjectAnswer, ObjectCalls, ObjectError, ObjectRequest, ObjectVerb } from './calls.js';
import type { IoThreadData } from './io-thread.js';

/** Longer than all attempts of one call take. */
const PATIENCE_MS = 10 * 60_000;

/** The SDK's advice on Node is for those who build this, not for those who run it. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** The way to the thread of this thread; it is started by the first call, and does not keep the process alive. */
let line: { port: MessagePort; signal: Int32Array } | null = null;

/** Makes a call and waits for it. Throws what the call throws: an Error with a `code`. */
export function callObjects<V extends ObjectVerb>(
  verb: V,
  ...args: Parameters<ObjectCalls[V]>
): ReturnType<ObjectCalls[V]> {
  line ??= connect();
  const { port, signal } = line;
  Atomics.store(signal, 0, 0);
  port.postMessage({ verb, args } satisfies ObjectRequest);
  Atomics.wait(signal, 0, 0, PATIENCE_MS);
  const received = receiveMessageOnPort(port) as { message: ObjectAnswer } | undefined;
  // An answer that comes later must not be taken for that of the next call.
  if (!received) line = null;
  const answer = received?.message ?? { error: late(verb) };
  if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error);
  return answer.value as ReturnType<ObjectCalls[V]>;
}

function late(verb: ObjectVerb): ObjectError {
  return { code: 'ETIMEDOUT', message: `ETIMEDOUT: ${verb}`, away: true };
}

function connect(): { port: MessagePort; signal: Int32Array } {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./io-thread.js', import.meta.url), {
    workerData: { port: port2, signal } satisfies IoThreadData,
    transferList: [port2],
    env: { ...process.env, ...QUIET },
    // Not those of the command: a file to run, a debugger's port.
    execArgv: [],
  });
  worker.unref();
  port1.unref();
  return { port: port1, signal };
}
