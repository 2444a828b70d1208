/** Runs the program that the recipe names for an alert. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Delivery } from './alert-delivery.js';

/** How a command is run. */
export interface CommandOptions {
  env: NodeJS.ProcessEnv;
  /** Where it runs: the run's folder. */
  cwd: string;
  signal: AbortSignal;
  /** Time that it may take. 30 s if not given. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
/** All of the worker's environment that a command gets: no address, key or token of ours. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/**
 * Runs `argv` without a shell, in a process group of its own, with `body` on its standard input. What it prints is not
 * kept. When its time is up, or it ends, whatever is left of its group is killed. Never rejects; problems name the
 * program only, for arguments may be secret.
 */
export async function runAlertCommand(
  argv: readonly string[],
  body: string,
  options: CommandOptions,
): Promise<Delivery> {
  const [program = '', ...args] = argv;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)]);
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: Object.fromEntries(PASSED_ON.map((name) => [name, options.env[name]])),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    shell: false,
  });
  // A program that does not read what it is told is no failure.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(body);
  const kill = (): void => killGroup(child);
  signal.addEventListener('abort', kill, { once: true });
  const problem = await problemAtEnd(child);
  signal.removeEventListener('abort', kill);
  kill();
  if (problem === null) return { to: 'command', ok: true, attempts: 1 };
  const ended = signal.aborted ? 'it took too long and was killed' : problem;
  return { to: 'command', ok: false, attempts: 1, problem: `${program}: ${ended}` };
}

function problemAtEnd(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(`it cannot be run (${error.code ?? '?'})`));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve(null);
      else resolve(code === null ? `it was ended by ${signal ?? '?'}` : `it ended with exit code ${code}`);
    });
  });
}

/** Ends the child and all that it started in its group. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nothing is left of it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
