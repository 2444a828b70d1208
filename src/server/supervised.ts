/** Keeps one child process alive. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, endProcess, type ProcessIdentity } from './process-identity.js';

/** A child just started (in a process group of its own) and when it is of use; `ready` may reject. */
export interface Started {
  child: ChildProcess;
  ready: Promise<void>;
}

/** How a child ended. */
export interface Ending {
  pid: number;
  signal: NodeJS.Signals | null;
  code: number | null;
}

/** What to keep alive and whom to tell. */
export interface SupervisedOptions {
  launch(): Started;
  /** Called as soon as the child has a pid, and with null as soon as it has ended. */
  onProcess(identity: ProcessIdentity | null): void;
  /** Called when a child is of use after an earlier one had died. */
  onRestarted(pid: number): void;
  onDied(ending: Ending): void;
  /** A restart that did not come to be of use; another follows. */
  onFailed(error: unknown): void;
  /** How long a child may take to end after SIGTERM, in milliseconds. */
  graceMs: number;
}

interface Running {
  pid: number;
  ended: Promise<Ending>;
}

const BACKOFF_MS = { first: 200, longest: 10_000 };
/** A child that lived this long was well: the next restart is prompt again. */
const WELL_AFTER_MS = 30_000;

/** One supervised child: started by `start`, restarted with back-off whenever it dies, until `stop`. */
export class Supervised {
  readonly #options: SupervisedOptions;
  readonly #stop = new AbortController();
  #identity: ProcessIdentity | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: SupervisedOptions) {
    this.#options = options;
  }

  /** The running child, or null while there is none. */
  get identity(): ProcessIdentity | null {
    return this.#identity;
  }

  /** Starts the child and resolves when it is of use. @throws what made the first start fail; it is not repeated. */
  async start(): Promise<void> {
    this.#loop = this.#keepAlive(await this.#launch());
  }

  /** Ends the child for good. */
  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#identity) await endProcess(this.#identity, this.#options.graceMs);
    await this.#loop;
  }

  async #keepAlive(first: Running): Promise<void> {
    let running: Running | null = first;
    let backoff = BACKOFF_MS.first;
    while (running) {
      const since = performance.now();
      const ending = await running.ended;
      if (this.#stop.signal.aborted) return;
      this.#options.onDied(ending);
      if (performance.now() - since > WELL_AFTER_MS) backoff = BACKOFF_MS.first;
      running = await this.#relaunch(backoff);
      backoff = Math.min(backoff * 2, BACKOFF_MS.longest);
    }
  }

  /** Tries until a child is of use; null when stopped. */
  async #relaunch(firstBackoff: number): Promise<Running | null> {
    for (let backoff = firstBackoff; ; backoff = Math.min(backoff * 2, BACKOFF_MS.longest)) {
      await delay(backoff, undefined, { signal: this.#stop.signal }).catch(() => undefined); // rejects only when stopped
      if (this.#stop.signal.aborted) return null;
      try {
        const running = await this.#launch();
        this.#options.onRestarted(running.pid);
        return running;
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#options.onFailed(error);
      }
    }
  }

  async #launch(): Promise<Running> {
    const { child, ready } = this.#options.launch();
    ready.catch(() => undefined); // it is awaited below; a spawn error may come first
    if (child.pid === undefined) {
      const [error] = (await once(child, 'error')) as [Error];
      throw error;
    }
    const pid = child.pid;
    this.#identity = identify(pid);
    this.#options.onProcess(this.#identity);
    const ended = once(child, 'exit').then(([code, signal]) => {
      this.#identity = null;
      this.#options.onProcess(null);
      return { pid, code: code as number | null, signal: signal as NodeJS.Signals | null };
    });
    try {
      await ready;
    } catch (error) {
      if (this.#identity) await endProcess(this.#identity, this.#options.graceMs);
      throw error;
    }
    return { pid, ended };
  }
}
