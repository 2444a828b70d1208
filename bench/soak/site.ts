/** Server and workers of one seed: what there is to kill, and how it comes back. */
import type { RunningCommand } from '../../test/e2e/support.js';

/** Where a run is worked on. */
export interface Site {
  /** Whether the server ends with the last client, so that only a client brings everything back. */
  readonly own: boolean;
  start(): Promise<void>;
  /** Workers that are up. */
  workers(): number[];
  /** The server, where it may be killed. */
  server(): number | null;
  /** Kills (-9) workers and, where it is the seed's own, all that belongs to the server; nothing comes back by itself. */
  killAll(): Promise<void>;
  /** Brings back what comes back by itself. */
  comeBack(): void;
  /** Ends everything in order; gives what did not end. */
  end(): Promise<string[]>;
}

/** Kills a process; it may have ended already. */
export function kill(pid: number | null | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Kills a command that is running. */
export function killCommand(command: RunningCommand, signal: NodeJS.Signals): void {
  if (command.process.exitCode === null && command.process.signalCode === null)
    kill(command.process.pid, signal);
}
