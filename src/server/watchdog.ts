/** The guard's side of the watchdog: a tiny process that ends the guard's children when the guard is killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { identify, type ProcessIdentity } from './process-identity.js';

const MAIN = fileURLToPath(new URL('./watchdog-main.js', import.meta.url));

const RESTART_MS = 500;

/** Runs the watchdog and keeps its list of processes up to date; starts another when it dies. */
export class Watchdog {
  #child: ChildProcess | null = null;
  #watched: ProcessIdentity[] = [];
  #released = false;

  constructor(private readonly onProcess: (identity: ProcessIdentity | null) => void) {}

  /** Starts it. */
  start(): void {
    // In a session of its own: a signal to the guard's process group must not take both.
    const child = spawn(process.execPath, [MAIN], { detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('error', () => undefined); // could not be started: the exit path of the guard still ends its children
    child.stdin?.on('error', () => undefined); // it died: seen by the exit event
    child.once('exit', () => {
      this.#child = null;
      if (!this.#released) setTimeout(() => this.#released || this.start(), RESTART_MS).unref();
    });
    this.#child = child;
    this.onProcess(child.pid === undefined ? null : identify(child.pid));
    this.watch(this.#watched);
  }

  /** Sets the processes to end should this process die. */
  watch(processes: ProcessIdentity[]): void {
    this.#watched = processes;
    this.#child?.stdin?.write(`${JSON.stringify(processes)}\n`);
  }

  /** Lets it end without ending anything. */
  release(): void {
    this.#released = true;
    this.watch([]);
    this.#child?.stdin?.end();
    this.#child?.unref();
  }
}
