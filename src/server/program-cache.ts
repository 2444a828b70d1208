/** The cache that holds the `temporal` program between commands; any number of processes may fill it at once. */
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { programVersion } from './program-run.js';

/** Version of the program that is fetched when none is installed. */
export const PINNED_VERSION = '1.9.1';

/** `$JUICER_CACHE_DIR`, else `$XDG_CACHE_HOME/durable-juicer`, else `~/.cache/durable-juicer`. */
export function defaultCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env['JUICER_CACHE_DIR']) return env['JUICER_CACHE_DIR'];
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'durable-juicer');
}

/** Where the cache keeps the program of the pinned version. */
export function cachedProgram(cacheDir: string): string {
  return join(cacheDir, `temporal-${PINNED_VERSION}`, 'temporal');
}

/**
 * Has `fetch` bring the program into a scratch folder and moves it into the cache in one step; whoever comes last wins,
 * with the same bytes.
 * @param fetch gives the path of the program inside the folder that it is handed.
 * @throws Error when it cannot be fetched, or does not run on this machine.
 */
export async function fillCache(
  cacheDir: string,
  fetch: (scratch: string) => Promise<string>,
): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const scratch = await mkdtemp(join(cacheDir, '.fetch-'));
  try {
    const program = await fetch(scratch);
    await chmod(program, 0o755);
    if ((await programVersion(program)) === null)
      throw new Error('the program that was fetched does not run here');
    const target = cachedProgram(cacheDir);
    await mkdir(dirname(target), { recursive: true });
    await rename(program, target);
    return target;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
