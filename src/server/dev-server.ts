/** Temporal's development server as a child process: durable state in one file, loopback only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JuicerError } from '../model/errors.js';
import { SEARCH_ATTRIBUTES } from '../model/ids.js';
import { DEFAULT_NAMESPACE, ensureRetention, ensureSearchAttributes } from './namespace.js';
import { openConnection } from './open-connection.js';
import { LOOPBACK, type Ports } from './ports.js';
import { RotatingLog } from './rotating-log.js';

/** Where to start it. */
export interface DevServerOptions {
  /** Path of the `temporal` program. */
  program: string;
  /** Folder of `temporal.db` and `server.log`. No other server may have this database open. */
  stateDir: string;
  ports: Ports;
}

/** A development server that has been started. */
export interface DevServer {
  child: ChildProcess;
  address: string;
  uiUrl: string;
  /** Resolves when it serves and its namespace is set up; rejects with E_CONNECTION when it ends or takes too long. */
  ready: Promise<void>;
}

/** Closed workflows are kept for 30 days; the development server's own default is one day. */
const RETENTION_HOURS = 720;
const START_LIMIT_MS = 45_000;

/** Address of the gRPC service on these ports. */
export function serverAddress(ports: Ports): string {
  return `${LOOPBACK}:${ports.grpc}`;
}

/** Address of the Web UI on these ports. */
export function uiAddress(ports: Ports): string {
  return `http://${LOOPBACK}:${ports.ui}`;
}

/** Starts the server in a process group of its own; its output goes to `server.log`. */
export function startDevServer(options: DevServerOptions): DevServer {
  const log = new RotatingLog(join(options.stateDir, 'server.log'));
  const child = spawn(options.program, startArguments(options), {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withoutTemporal(process.env),
  });
  child.stdout.on('data', (chunk: Buffer) => log.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
  const address = serverAddress(options.ports);
  return { child, address, uiUrl: uiAddress(options.ports), ready: prepare(child, options.ports, log.path) };
}

/** The environment without any setting of a Temporal connection, so that a child sees only what we tell it. */
export function withoutTemporal(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

/*
 * WAL makes the same work 1.5 to 4 times faster than the default and survives a killed process. `--ip` also rules the
 * server's internal and metrics ports, which are random and free.
 */
function startArguments({ stateDir, ports }: DevServerOptions): string[] {
  const attributes = Object.values(SEARCH_ATTRIBUTES).flatMap((name) => [
    '--search-attribute',
    `${name}=Keyword`,
  ]);
  return [
    ...['server', 'start-dev', '--ip', LOOPBACK, '--port', String(ports.grpc), '--ui-port', String(ports.ui)],
    ...['--db-filename', join(stateDir, 'temporal.db')],
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...attributes,
    ...['--log-level', 'error'],
  ];
}

async function prepare(child: ChildProcess, ports: Ports, log: string): Promise<void> {
  const ended = new AbortController();
  const failed = once(child, 'exit').then(([code, signal]) => {
    throw new JuicerError('E_CONNECTION', `Temporal server ended at its start (${String(signal ?? code)})`, {
      place: log,
    });
  });
  child.once('error', () => ended.abort());
  child.once('exit', () => ended.abort());
  await Promise.race([failed, setUp(ports, log, ended.signal)]);
}

async function setUp(ports: Ports, log: string, ended: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  const late = (cause?: unknown) =>
    new JuicerError('E_CONNECTION', `Temporal server was not ready after ${START_LIMIT_MS / 1000} s`, {
      place: log,
      cause,
    });
  // A plain socket first: gRPC's own reconnection waits a second and more between tries.
  while (!(await accepts(ports.grpc))) {
    if (ended.aborted || performance.now() > deadline) throw late();
    await delay(50);
  }
  for (;;) {
    try {
      return await setUpNamespace(serverAddress(ports));
    } catch (error) {
      if (ended.aborted || performance.now() > deadline) throw late(error);
      await delay(100); // the port opens a little before all of its services answer
    }
  }
}

async function setUpNamespace(address: string): Promise<void> {
  const connection = await openConnection({ address }, 5000);
  try {
    await ensureRetention(connection, DEFAULT_NAMESPACE, RETENTION_HOURS);
    await ensureSearchAttributes(connection, DEFAULT_NAMESPACE);
  } finally {
    await connection.close();
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
