/** The state folder of the embedded server (`.juicer/`): database, logs, `server.json`, the guard's socket. */
import { createHash, randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { lstat, mkdir, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JuicerError } from '../model/errors.js';
import type { Ports } from './ports.js';
import type { ProcessIdentity } from './process-identity.js';

/** Processes of an embedded server, in the order in which they have to be ended. */
export const PROCESS_NAMES = ['guard', 'watchdog', 'worker', 'server'] as const;

/** `server.json`: what the last guard of this folder ran, and the ports that the folder keeps. */
export interface ServerState {
  schema_version: 1;
  ports: Ports | null;
  /** Where the sockets are when the folder's own path is too long for one; else null. */
  socket_dir: string | null;
  processes: Record<(typeof PROCESS_NAMES)[number], ProcessIdentity | null>;
}

/** No process at all. */
export const NO_PROCESSES: ServerState['processes'] = {
  guard: null,
  watchdog: null,
  worker: null,
  server: null,
};

/** Longest folder path in bytes under which the sockets' names still fit into 103 bytes (macOS; Linux takes 107). */
const LONGEST_SOCKET_DIR = 103 - '/.guard-12345678.sock'.length;

/** Makes the folder (readable by its owner only) and gives its real path, the same for every way to name it. */
export async function openStateDir(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return realpath(dir);
}

/**
 * Reads `server.json`; a fresh state when there is none.
 * @throws JuicerError E_REFUSED when the file is there but cannot be understood: what it names may still run.
 */
export async function readServerState(stateDir: string): Promise<ServerState> {
  const file = join(stateDir, 'server.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { schema_version: 1, ports: null, socket_dir: null, processes: NO_PROCESSES };
  }
  const state = parse(text);
  if (state?.schema_version !== 1 || typeof state.processes !== 'object') {
    const hint = 'Make sure that nothing runs on this state folder, then delete the file.';
    throw new JuicerError('E_REFUSED', 'server.json cannot be read by this version', { place: file, hint });
  }
  return state;
}

/**
 * Writes `server.json` in one step: a reader sees the old or the new one. Synchronous, so that a child just started is on
 * record before anything else can happen.
 */
export function writeServerState(stateDir: string, state: ServerState): void {
  const temporary = join(stateDir, `.server-${randomUUID()}.json`);
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, join(stateDir, 'server.json'));
}

/**
 * The folder for the guard's sockets: the state folder, or one under the system's temporary folder when the path is too
 * long for a socket.
 * @throws JuicerError E_REFUSED when that temporary folder is not private to this user.
 */
export async function socketDir(stateDir: string): Promise<string> {
  if (Buffer.byteLength(stateDir) <= LONGEST_SOCKET_DIR) return stateDir;
  const name = `juicer-${createHash('sha256').update(stateDir).digest('hex').slice(0, 24)}`;
  const dir = (await readServerState(stateDir)).socket_dir ?? join(tmpdir(), name);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const found = await lstat(dir);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new JuicerError('E_REFUSED', 'socket folder is not private to this user', { place: dir });
  }
  return dir;
}

function parse(text: string): ServerState | null {
  try {
    return JSON.parse(text) as ServerState;
  } catch {
    return null;
  }
}
