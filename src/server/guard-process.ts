/** Starts a guard as a process that outlives its starter. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JuicerError } from '../model/errors.js';
import type { GuardOptions } from './guard.js';

/** A guard ends with this code when it finds that another one owns the state folder. */
export const LOST_EXIT_CODE = 3;

const MAIN = fileURLToPath(new URL('./guard-main.js', import.meta.url));

/** A guard that was started here; `failure` turns into an error should it end without having owned the folder. */
export interface GuardProcess {
  /** Null while it runs or when it ended in order; `ended` tells which. */
  failure(): Promise<JuicerError | null>;
  readonly ended: boolean;
}

/** Starts a guard in a session of its own; what it writes by itself goes to `guard.log`. */
export function startGuard(options: GuardOptions): GuardProcess {
  const logFile = join(options.stateDir, 'guard.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [MAIN, JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  let problem: string | null = null;
  let ended = false;
  child.once('error', (error) => {
    ended = true;
    problem = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = true;
    if (code !== 0 && code !== LOST_EXIT_CODE) problem = (signal ?? `exit code ${code}`).toString();
  });
  return {
    get ended() {
      return ended;
    },
    failure: async () => {
      if (problem === null) return null;
      const last = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-3).join(' | ');
      return new JuicerError('E_CONNECTION', `guard of the local server ended (${problem}): ${last}`, {
        place: logFile,
      });
    },
  };
}
