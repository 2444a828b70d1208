/** A command's side of the embedded server: reaches the guard of a state folder, starting it when there is none. */
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { JuicerError } from '../model/errors.js';
import { dialGuard } from './guard-lock.js';
import { startGuard, type GuardProcess } from './guard-process.js';
import { packageVersion } from './package-version.js';
import { findTemporal } from './program.js';
import {
  PROTOCOL,
  receive,
  send,
  type FromGuard,
  type Notice,
  type Pids,
  type WorkerSpec,
} from './protocol.js';
import { openStateDir, socketDir } from './state-dir.js';

/** What a command wants. */
export interface EmbeddedOptions {
  stateDir: string;
  /** False: the server alone, for commands that only look. */
  wantWorker: boolean;
  workerCommand: string[];
  /** Added to the worker's environment; it also gets TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE. */
  env: Record<string, string>;
  /** How long the worker may take to drain in the end, in milliseconds; taken from the command that starts the guard. */
  workerGraceMs?: number;
  /** Gets the lines on finding the server's program, when a guard has to be started. */
  log(line: string): void;
}

/** The embedded server, there until `close`, or the end of this process in whatever way, unless others use it too. */
export interface EmbeddedServer {
  /** `127.0.0.1:<port>`, the same as long as the connection lasts. */
  readonly address: string;
  readonly uiUrl: string;
  /** The pids at this moment. @throws JuicerError E_CONNECTION while there is no guard. */
  pids(): Promise<Pids>;
  /** Adds a listener for what happens to server, worker and guard from now on. */
  onNotice(listener: (notice: Notice) => void): void;
  /** Lets go. Server and worker end when no other command is connected; this does not wait for them. */
  close(): Promise<void>;
}

const START_LIMIT_MS = 90_000;
const WORKER_GRACE_MS = 10_000;

/**
 * Connects to the guard of the state folder. When the guard is killed while connected, another one is started.
 * @throws JuicerError E_SERVER_PROGRAM, E_CONNECTION when the server cannot be started, E_REFUSED when another version
 * of this package uses the folder.
 */
export async function connectEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const stateDir = await openStateDir(options.stateDir);
  const command = new EmbeddedCommand({ ...options, stateDir });
  await command.connect();
  return command;
}

type Ready = Extract<FromGuard, { type: 'ready' }>;

class EmbeddedCommand implements EmbeddedServer {
  readonly #options: EmbeddedOptions;
  readonly #listeners: ((notice: Notice) => void)[] = [];
  #socket: Socket | null = null;
  #ready: Ready | null = null;
  /** Questions for pids that wait for their answers, oldest first. */
  readonly #askers: { resolve(pids: Pids): void; reject(error: Error): void }[] = [];
  #closed = false;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
  }

  get address(): string {
    return this.#ready?.address ?? '';
  }

  get uiUrl(): string {
    return this.#ready?.ui_url ?? '';
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  async pids(): Promise<Pids> {
    const socket = this.#socket;
    if (!socket) throw this.#noGuard();
    return new Promise((resolve, reject) => {
      this.#askers.push({ resolve, reject });
      send(socket, { type: 'pids' });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const socket = this.#socket;
    if (!socket || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.destroy();
    });
  }

  /** Asks until a guard says ready; starts a guard whenever there is none. */
  async connect(): Promise<void> {
    const dir = await socketDir(this.#options.stateDir);
    let started: GuardProcess | null = null;
    for (
      const end = performance.now() + START_LIMIT_MS;
      performance.now() < end && !this.#closed;
      await delay(50)
    ) {
      const socket = await dialGuard(dir);
      if (socket) {
        if (await this.#introduce(socket, end - performance.now())) return;
        continue;
      }
      const failure = await started?.failure();
      if (failure) throw failure;
      if (!started || started.ended) started = await this.#startGuard();
    }
    const limit = `${START_LIMIT_MS / 1000} s`;
    throw new JuicerError('E_CONNECTION', `local server did not start within ${limit}`, {
      place: this.#options.stateDir,
    });
  }

  async #startGuard(): Promise<GuardProcess> {
    const { stateDir, log, workerGraceMs = WORKER_GRACE_MS } = this.#options;
    const { path } = await findTemporal({ log });
    return startGuard({ stateDir, program: path, workerGraceMs });
  }

  /** False: this guard is about to end, or has ended. */
  async #introduce(socket: Socket, limitMs: number): Promise<boolean> {
    const answer = await this.#answer(socket, limitMs);
    if (answer?.type === 'refused') {
      const { code, message, place, hint } = answer;
      throw new JuicerError(code, message, { ...(place && { place }), ...(hint && { hint }) });
    }
    if (answer?.type !== 'ready' || this.#closed) {
      socket.destroy();
      return false;
    }
    this.#socket = socket;
    this.#ready = answer;
    return true;
  }

  /** The first answer that decides; null when the connection ends without one or none comes in time. */
  #answer(socket: Socket, limitMs: number): Promise<FromGuard | null> {
    const { wantWorker, workerCommand, env } = this.#options;
    const worker: WorkerSpec | null = wantWorker ? { command: workerCommand, env } : null;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), limitMs);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve(null);
        if (this.#socket === socket) void this.#lostGuard();
      });
      receive<FromGuard>(socket, (message) => {
        if (message.type === 'notice') this.#tell(message.notice);
        else if (message.type === 'pids') this.#askers.shift()?.resolve(message.pids);
        else {
          clearTimeout(timer);
          resolve(message);
        }
      });
      send(socket, { type: 'hello', protocol: PROTOCOL, version: packageVersion(), worker });
    });
  }

  async #lostGuard(): Promise<void> {
    this.#socket = null;
    for (const { reject } of this.#askers.splice(0)) reject(this.#noGuard());
    if (this.#closed) return;
    this.#tell({ type: 'guard-died' });
    const before = this.address;
    try {
      await this.connect();
      if (this.address === before) return this.#tell({ type: 'guard-started' });
      this.#tell({ type: 'lost', message: `the local server moved from ${before} to ${this.address}` });
    } catch (error) {
      if (!this.#closed)
        this.#tell({ type: 'lost', message: error instanceof Error ? error.message : String(error) });
    }
  }

  #noGuard(): JuicerError {
    return new JuicerError('E_CONNECTION', 'the guard of the local server does not run', {
      place: this.#options.stateDir,
    });
  }

  #tell(notice: Notice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}
