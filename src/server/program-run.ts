/** Runs helper programs for finding the server: to its end, with a time limit, output captured. */
import { execFile } from 'node:child_process';

/** Runs a program and gives what it wrote to stdout. @throws Error with the program's last words when it fails. */
export function run(program: string, args: string[], limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: limitMs, maxBuffer: 4 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const words = stderr.trim().split('\n').at(-1) || error.message;
      reject(new Error(words));
    });
  });
}

/** The version that a `temporal` program says it has (`1.9.1`), or null when it is not one or does not run here. */
export async function programVersion(path: string): Promise<string | null> {
  try {
    return /^temporal version (\S+)/m.exec(await run(path, ['--version'], 20_000))?.[1] ?? null;
  } catch {
    return null; // not there, not executable, or made for another machine: not usable, and the search goes on
  }
}
