/** What a guard runs: development server, worker and watchdog, all on record in `server.json`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { JuicerError } from '../model/errors.js';
import { serverAddress, startDevServer, uiAddress, withoutTemporal } from './dev-server.js';
import { DEFAULT_NAMESPACE } from './namespace.js';
import { choosePorts, isFree, type Ports } from './ports.js';
import { endProcess, identify, isRunning, type ProcessIdentity } from './process-identity.js';
import type { Notice, Pids, WorkerSpec } from './protocol.js';
import { RotatingLog } from './rotating-log.js';
import {
  NO_PROCESSES,
  PROCESS_NAMES,
  readServerState,
  writeServerState,
  type ServerState,
} from './state-dir.js';
import { Supervised, type Started, type SupervisedOptions } from './supervised.js';
import { Watchdog } from './watchdog.js';

/** What a guard needs to know to run them. */
export interface ChildrenOptions {
  stateDir: string;
  /** Folder of the guard's socket; differs from the state folder when that one's path is too long. */
  socketDir: string;
  /** Path of the `temporal` program. */
  program: string;
  /** How long the worker may take to drain, in milliseconds. */
  workerGraceMs: number;
  notify(notice: Notice): void;
  log(line: string): void;
}

const SERVER_GRACE_MS = 5000;
const LEFTOVER_GRACE_MS = 3000;

/** The children of one guard; the caller holds the lock of the state folder. */
export class GuardChildren {
  readonly #options: ChildrenOptions;
  readonly #watchdog = new Watchdog((identity) => this.#record('watchdog', identity));
  #state: ServerState = { schema_version: 1, ports: null, socket_dir: null, processes: NO_PROCESSES };
  #server: Supervised | null = null;
  #worker: { supervised: Supervised; started: Promise<void> } | null = null;
  #stopping = false;

  constructor(options: ChildrenOptions) {
    this.#options = options;
  }

  /** Where the server answers. */
  get addresses(): { address: string; ui_url: string } {
    const ports = this.#ports();
    return { address: serverAddress(ports), ui_url: uiAddress(ports) };
  }

  /** The pids at this moment. */
  get pids(): Pids {
    const { server, worker } = this.#state.processes;
    return { guard: process.pid, server: server?.pid ?? null, worker: worker?.pid ?? null };
  }

  /** Ends what a killed guard left, then starts watchdog and server; resolves when the server is of use. */
  async start(): Promise<void> {
    const { stateDir, socketDir, program, log } = this.#options;
    const found = await readServerState(stateDir);
    await this.#endLeftovers(found.processes);
    const ports = await portsOf(found, log);
    if (this.#stopping) throw stopping();
    const guard = identify(process.pid);
    this.#state = {
      ...found,
      ports,
      socket_dir: socketDir === stateDir ? null : socketDir,
      processes: { ...NO_PROCESSES, guard },
    };
    writeServerState(stateDir, this.#state);
    this.#watchdog.start();
    this.#server = this.#supervise('server', SERVER_GRACE_MS, () =>
      startDevServer({ program, stateDir, ports }),
    );
    await this.#server.start();
  }

  /** Starts the worker unless there is one already. @throws what made its start fail. */
  async ensureWorker(spec: WorkerSpec): Promise<void> {
    if (this.#stopping) throw stopping();
    if (!this.#worker) {
      const supervised = this.#supervise('worker', this.#options.workerGraceMs, () =>
        this.#launchWorker(spec),
      );
      this.#worker = { supervised, started: supervised.start() };
    }
    try {
      await this.#worker.started;
    } catch (error) {
      this.#worker = null;
      throw error;
    }
  }

  /** Drains the worker, stops the server and lets the watchdog go. Nothing runs afterwards. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#worker?.supervised.stop();
    await this.#server?.stop();
    this.#watchdog.release();
    this.#state = { ...this.#state, processes: NO_PROCESSES };
    if (this.#state.ports) writeServerState(this.#options.stateDir, this.#state);
  }

  /** Only processes whose pid and start time are on record: two servers on one database would ruin it. */
  async #endLeftovers(processes: ServerState['processes']): Promise<void> {
    for (const name of PROCESS_NAMES) {
      const identity = processes[name];
      if (!identity || !isRunning(identity)) continue;
      this.#options.log(`ending ${name} ${identity.pid} that a killed guard left`);
      await endProcess(identity, LEFTOVER_GRACE_MS);
    }
  }

  #supervise(name: 'server' | 'worker', graceMs: number, launch: () => Started): Supervised {
    const { notify, log } = this.#options;
    const options: SupervisedOptions = {
      launch,
      graceMs,
      onProcess: (identity) => this.#record(name, identity),
      onDied: (ending) => {
        log(`${name} ${ending.pid} died (${ending.signal ?? `exit code ${ending.code}`})`);
        notify({ type: `${name}-died`, ...ending });
      },
      onRestarted: (pid) => {
        log(`${name} started again as ${pid}`);
        notify({ type: `${name}-started`, pid });
      },
      onFailed: (error) =>
        log(`${name} could not be started: ${error instanceof Error ? error.message : String(error)}`),
    };
    return new Supervised(options);
  }

  #launchWorker({ command, env }: WorkerSpec): Started {
    const [program = '', ...args] = command;
    const log = new RotatingLog(join(this.#options.stateDir, 'worker.log'));
    // Our server, and no setting of the user's for another one: the profile file in its usual place is shut out too.
    const ours = {
      TEMPORAL_ADDRESS: this.addresses.address,
      TEMPORAL_NAMESPACE: DEFAULT_NAMESPACE,
      TEMPORAL_CONFIG_FILE: devNull,
      JUICER_WEB_UI: this.addresses.ui_url,
    };
    // Its stdin ends when this process dies, however that happens.
    const child = spawn(program, args, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...withoutTemporal({ ...process.env, ...env }), ...ours },
    });
    child.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    return { child, ready: once(child, 'spawn').then(() => undefined) };
  }

  #record(name: (typeof PROCESS_NAMES)[number], identity: ProcessIdentity | null): void {
    this.#state = { ...this.#state, processes: { ...this.#state.processes, [name]: identity } };
    const { server, worker } = this.#state.processes;
    if (name !== 'watchdog') this.#watchdog.watch([worker, server].filter((process) => process !== null));
    writeServerState(this.#options.stateDir, this.#state);
  }

  #ports(): Ports {
    if (!this.#state.ports) throw stopping();
    return this.#state.ports;
  }
}

async function portsOf({ ports }: ServerState, log: (line: string) => void): Promise<Ports> {
  if (ports && (await isFree(ports.grpc)) && (await isFree(ports.ui))) return ports;
  const chosen = await choosePorts();
  if (ports)
    log(
      `port ${ports.grpc} or ${ports.ui} is taken by another program; from now on ${chosen.grpc} and ${chosen.ui}`,
    );
  return chosen;
}

function stopping(): JuicerError {
  return new JuicerError('E_CONNECTION', 'the local server is being stopped');
}
