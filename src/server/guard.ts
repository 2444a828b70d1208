/** The guard: owns server and worker of one state folder for as long as at least one command is connected. */
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { JuicerError } from '../model/errors.js';
import { GuardChildren } from './guard-children.js';
import { takeLock } from './guard-lock.js';
import { packageVersion } from './package-version.js';
import {
  PROTOCOL,
  receive,
  send,
  type FromGuard,
  type Hello,
  type Notice,
  type ToGuard,
} from './protocol.js';
import { RotatingLog } from './rotating-log.js';
import { socketDir } from './state-dir.js';

/** What a guard is started with. */
export interface GuardOptions {
  /** Real, absolute path. */
  stateDir: string;
  /** Path of the `temporal` program. */
  program: string;
  /** How long the worker may take to drain, in milliseconds. */
  workerGraceMs: number;
}

/** A guard that no command has ever spoken to ends after this time, in milliseconds. */
const LONELY_LIMIT_MS = 15_000;

/** Runs a guard to its end. @returns false at once when another guard owns the state folder. */
export async function runGuard(options: GuardOptions): Promise<boolean> {
  const dir = await socketDir(options.stateDir);
  return new Guard(options, dir).run(dir);
}

class Guard {
  readonly #children: GuardChildren;
  readonly #log: RotatingLog;
  readonly #commands = new Set<Socket>();
  readonly #version = packageVersion();
  readonly #stateDir: string;
  #ready: Promise<void> | null = null;
  #ending: Promise<void> | null = null;
  #finish: () => void = () => undefined;

  constructor(options: GuardOptions, dir: string) {
    this.#stateDir = options.stateDir;
    this.#log = new RotatingLog(join(options.stateDir, 'guard.log'));
    const notify = (notice: Notice) => this.#tellAll({ type: 'notice', notice });
    this.#children = new GuardChildren({
      ...options,
      socketDir: dir,
      notify,
      log: (line) => this.#log.line(line),
    });
  }

  async run(dir: string): Promise<boolean> {
    const finished = new Promise<void>((resolve) => (this.#finish = resolve));
    const lock = await takeLock(dir, (socket) => this.#welcome(socket));
    if (!lock) return false;
    this.#log.line(`guard ${process.pid} begins`);
    this.#ready = this.#children.start();
    this.#ready.catch((error: unknown) => this.#log.line(`start failed: ${String(error)}`));
    process.on('SIGTERM', () => this.#end());
    process.on('SIGHUP', () => this.#end());
    setTimeout(() => this.#endWhenAlone(), LONELY_LIMIT_MS).unref();
    await finished;
    lock.close();
    for (const socket of this.#commands) socket.destroy();
    return true;
  }

  #welcome(socket: Socket): void {
    // Between linking the socket and being sure to own the folder: the command asks again.
    if (!this.#ready) return void socket.destroy();
    receive<ToGuard>(socket, (message) => {
      if (message.type === 'hello') void this.#hello(socket, message);
      else if (message.type === 'pids' && this.#commands.has(socket))
        send(socket, { type: 'pids', pids: this.#children.pids });
    });
    socket.once('close', () => {
      if (this.#commands.delete(socket)) this.#endWhenAlone();
    });
  }

  async #hello(socket: Socket, hello: Hello): Promise<void> {
    if (hello.protocol !== PROTOCOL || hello.version !== this.#version) {
      const message = `state folder is in use by version ${this.#version}, this is version ${hello.version}`;
      const hint = 'Wait until the commands of the other version have ended.';
      return refuse(socket, new JuicerError('E_REFUSED', message, { place: this.#stateDir, hint }));
    }
    if (this.#ending) return send(socket, { type: 'closing' });
    this.#commands.add(socket);
    try {
      await this.#ready;
      if (hello.worker) await this.#children.ensureWorker(hello.worker);
    } catch (error) {
      return this.#ending ? send(socket, { type: 'closing' }) : refuse(socket, error);
    }
    send(socket, { type: 'ready', ...this.#children.addresses });
  }

  #tellAll(message: FromGuard): void {
    for (const socket of this.#commands) send(socket, message);
  }

  #endWhenAlone(): void {
    if (this.#commands.size === 0) this.#end();
  }

  #end(): void {
    this.#ending ??= this.#stop();
  }

  async #stop(): Promise<void> {
    try {
      await this.#children.stop();
    } catch (error) {
      this.#log.line(`stop failed: ${String(error)}`); // what still runs is on record for the next guard
    }
    this.#log.line(`guard ${process.pid} ends`);
    this.#finish();
  }
}

function refuse(socket: Socket, error: unknown): void {
  const known =
    error instanceof JuicerError
      ? error
      : new JuicerError('E_CONNECTION', `local server could not be started: ${String(error)}`);
  send(socket, {
    type: 'refused',
    code: known.code,
    message: known.message,
    place: known.place ?? null,
    hint: known.hint ?? null,
  });
  socket.end();
}
