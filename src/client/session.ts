/** A session with a Temporal server: a configured one, or the embedded one of a state folder. */
import { fileURLToPath } from 'node:url';
import { Client, type Connection } from '@temporalio/client';
import { DEFAULT_TASK_QUEUE } from '../model/ids.js';
import {
  connectRemote,
  plaintextWarning,
  resolveTarget,
  type Target,
  type TargetFlags,
} from '../server/connect.js';
import { connectEmbedded, type EmbeddedServer } from '../server/embedded.js';
import { DEFAULT_NAMESPACE, ensureSearchAttributes } from '../server/namespace.js';
import { openConnection } from '../server/open-connection.js';
import { watchWorker } from './worker-watch.js';
import type { Notice } from '../server/protocol.js';

/** The embedded server is up when we connect to it. */
const CONNECT_LIMIT_MS = 10_000;

const WORKER_COMMAND = [
  process.execPath,
  '--enable-source-maps',
  fileURLToPath(new URL('../worker.js', import.meta.url)),
];

/** How to connect. */
export interface SessionOptions extends TargetFlags {
  env?: NodeJS.ProcessEnv;
  /** Whether this command needs a worker to run beside the embedded server. */
  wantWorker?: boolean;
  /** Threads of that worker; null for its own default. */
  threads?: number | null;
  taskQueue?: string;
  /** Told what happens to the embedded server and worker, and which server program is taken. */
  onNotice?: (notice: Notice) => void;
  log?(line: string): void;
}

/** An open connection. Close it, or the embedded server stays up for it. */
export interface Session {
  client: Client;
  target: Target;
  namespace: string;
  address: string;
  taskQueue: string;
  /** Web UI of the embedded server; null for a configured one, whose address is not known here. */
  uiUrl: string | null;
  /** Whether the server has our search attributes. */
  searchAttributes: boolean;
  embedded: EmbeddedServer | null;
  /** Aborted when the embedded worker cannot start; the reason says so. */
  broken: AbortSignal;
  close(): Promise<void>;
}

/**
 * Connects to the server that flags and environment name, or starts the embedded one.
 * @throws JuicerError E_CONNECTION, E_SERVER_PROGRAM, E_USAGE.
 */
export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const env = options.env ?? process.env;
  const target = resolveTarget({ env, flags: options });
  const taskQueue = options.taskQueue ?? env.JUICER_TASK_QUEUE ?? DEFAULT_TASK_QUEUE;
  return target.kind === 'remote'
    ? openRemote(target, taskQueue, options)
    : openEmbedded(target, { taskQueue, env, options });
}

async function openRemote(
  target: Extract<Target, { kind: 'remote' }>,
  taskQueue: string,
  { log }: SessionOptions,
): Promise<Session> {
  const { namespace, address } = target.config;
  const warning = plaintextWarning(target.config);
  if (warning) log?.(warning);
  const connection = await connectRemote(target.config);
  const broken = new AbortController().signal;
  return finish(connection, { target, taskQueue, namespace, address, embedded: null, broken });
}

async function openEmbedded(
  target: Extract<Target, { kind: 'embedded' }>,
  o: { taskQueue: string; env: NodeJS.ProcessEnv; options: SessionOptions },
): Promise<Session> {
  const { taskQueue, options } = o;
  const embedded = await connectEmbedded({
    stateDir: target.stateDir,
    wantWorker: options.wantWorker ?? false,
    workerCommand: WORKER_COMMAND,
    env: workerEnv(o.env, taskQueue, options.threads ?? null),
    log: (line) => options.log?.(line),
  });
  const watch = watchWorker(target.stateDir);
  embedded.onNotice(watch.notice);
  if (options.onNotice) embedded.onNotice(options.onNotice);
  const { address } = embedded;
  try {
    const connection = await openConnection({ address }, CONNECT_LIMIT_MS);
    const broken = watch.signal;
    return await finish(connection, {
      target,
      taskQueue,
      namespace: DEFAULT_NAMESPACE,
      address,
      embedded,
      broken,
    });
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

function workerEnv(
  env: NodeJS.ProcessEnv,
  taskQueue: string,
  threads: number | null,
): Record<string, string> {
  const own = Object.entries(env).filter(
    (e): e is [string, string] => e[0].startsWith('JUICER_') && e[1] !== undefined,
  );
  const set = { ...Object.fromEntries(own), JUICER_TASK_QUEUE: taskQueue, JUICER_EMBEDDED: '1' };
  return threads === null ? set : { ...set, JUICER_THREADS: String(threads) };
}

async function finish(
  connection: Connection,
  o: Omit<Session, 'client' | 'uiUrl' | 'searchAttributes' | 'close'>,
): Promise<Session> {
  const searchAttributes = await ensureSearchAttributes(connection, o.namespace);
  return {
    ...o,
    client: new Client({ connection, namespace: o.namespace }),
    uiUrl: o.embedded?.uiUrl ?? process.env.JUICER_WEB_UI ?? null,
    searchAttributes,
    async close() {
      await connection.close();
      await o.embedded?.close();
    },
  };
}
