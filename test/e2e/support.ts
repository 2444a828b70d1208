/** What end-to-end tests share: a workspace of their own, and the command line as a real process. */
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const PROJECT_ROOT = findRoot(path.dirname(fileURLToPath(import.meta.url)));
/** The client that was compiled together with this file. */
const CLIENT = fileURLToPath(new URL('../../src/cli/juicer.js', import.meta.url));

/** Heartbeats are short in tests, so that a dead worker is noticed in seconds; a run takes nothing over from another. */
const TEST_ENV = { JUICER_HEARTBEAT_MS: '2000', JUICER_REUSE: 'none', NO_COLOR: '1' };

/** What a finished command printed and how it ended. */
export interface CommandResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command that is running. */
export interface RunningCommand {
  process: ChildProcess;
  stderr(): string;
  done: Promise<CommandResult>;
}

/** A folder of its own for one test, with its own embedded server. */
export interface Workspace {
  dir: string;
  /** Absolute path of a file in it. */
  path(name: string): string;
  write(name: string, content: string | Uint8Array): string;
  read(name: string): string;
  /** Starts `juicer` here. */
  start(args: string[], env?: Record<string, string>): RunningCommand;
  /** Runs `juicer` here to its end. */
  run(args: string[], env?: Record<string, string>): Promise<CommandResult>;
  /** The folder of the only run of a project. */
  runDir(project: string): string;
  /** Pids of the embedded server's processes, as the state folder tells. */
  pids(): Record<'guard' | 'server' | 'worker', number | null>;
  remove(): Promise<void>;
}

/** Makes a workspace below the system's temporary folder. */
export function workspace(): Workspace {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-'));
  const inDir = (name: string): string => path.join(dir, name);
  const start = (args: string[], env: Record<string, string> = {}): RunningCommand => launch(dir, args, env);
  return {
    dir,
    path: inDir,
    write(name, content) {
      fs.mkdirSync(path.dirname(inDir(name)), { recursive: true });
      fs.writeFileSync(inDir(name), content);
      return inDir(name);
    },
    read: (name) => fs.readFileSync(inDir(name), 'utf8'),
    start,
    run: (args, env) => start(args, env).done,
    runDir: (project) => onlyEntry(inDir(`outputs/${project}`)),
    pids: () => readPids(inDir('.juicer/server.json')),
    async remove() {
      await until(
        () => !anyAlive(readPids(inDir('.juicer/server.json'))),
        20_000,
        'the embedded server to end',
      );
      await removeFolder(dir);
    },
  };
}

/** The seed recipe of the guide over a file, with further keys. */
export function seedRecipe(o: { dataset: string; project?: string; more?: string }): string {
  return `project_name: ${o.project ?? 'seed'}
dataset_path: ${o.dataset}
export_path: out/result.jsonl
${o.more ?? ''}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 50, max_len: 2000}
  - language_id_score_filter: {lang: en, min_score: 0.8}
`;
}

/** Polls until something holds. Rejects after the deadline, naming what was waited for. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  ms: number,
  what: string,
): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a process is there. */
export function alive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes a folder, into which a process that is just ending may still write. Node's own `maxRetries` tries the folder
 * again, but not what came into it.
 */
export async function removeFolder(dir: string): Promise<void> {
  const removed = (): boolean => {
    try {
      fs.rmSync(dir, { recursive: true, force: true });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
      return false;
    }
  };
  await until(removed, 10_000, `${dir} to be empty`);
}

/** Starts `juicer` in a folder: this build's, or that of the client which is named. */
export function launch(
  cwd: string,
  args: string[],
  env: Record<string, string>,
  client = CLIENT,
): RunningCommand {
  const child = spawn(process.execPath, ['--enable-source-maps', client, ...args], {
    cwd,
    env: { ...withoutSettings(process.env), ...TEST_ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return collected(child);
}

/** A process that was started with pipes: what it prints, and its end. */
export function collected(child: ChildProcessByStdio<null, Readable, Readable>): RunningCommand {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const done = new Promise<CommandResult>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, stderr: () => stderr, done };
}

/** A developer's own settings must not reach the tests; the server program and the cache may. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = /^JUICER_(TEMPORAL_CLI|CACHE_DIR|REQUIRE_ALL)$/;
  return Object.fromEntries(
    Object.entries(env).filter(([k]) => !/^(TEMPORAL_|JUICER_)/.test(k) || kept.test(k)),
  );
}

function onlyEntry(folder: string): string {
  const entries = fs.readdirSync(folder);
  if (entries.length !== 1) throw new Error(`${folder} has ${entries.length} runs, expected one`);
  return path.join(folder, entries[0] ?? '');
}

function readPids(file: string): Record<'guard' | 'server' | 'worker', number | null> {
  if (!fs.existsSync(file)) return { guard: null, server: null, worker: null };
  const { processes } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    processes: Record<string, { pid: number } | null>;
  };
  const pid = (name: string): number | null => processes[name]?.pid ?? null;
  return { guard: pid('guard'), server: pid('server'), worker: pid('worker') };
}

function anyAlive(pids: Record<string, number | null>): boolean {
  return Object.values(pids).some(alive);
}

function findRoot(from: string): string {
  return fs.existsSync(path.join(from, 'package.json')) ? from : findRoot(path.dirname(from));
}
