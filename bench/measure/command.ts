/** Runs a Node program as a process of its own and measures it with all that it starts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ProcessTree, type TreeCost } from './tree.js';

/** A program and its surroundings. */
export interface MeasuredCommand {
  /** Path of the program and its arguments. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Group of the program itself, and of others by pid, as far as they are known. */
  group: string;
  groups?: () => ReadonlyMap<number, string>;
  /** Exit codes of success besides 0. */
  alsoGood?: readonly number[];
}

/** What a program and all that it started cost, and what it printed. Times are in seconds since 1970. */
export interface Measured extends TreeCost {
  spawned_at: number;
  ended_at: number;
  stdout: string;
}

/**
 * Runs it to its end.
 * @throws Error with what it printed on stderr when it ends otherwise than well.
 */
export async function measureCommand(command: MeasuredCommand): Promise<Measured> {
  const spawned_at = Date.now() / 1000;
  const child = spawn(process.execPath, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  if (child.pid === undefined) throw new Error(`${process.execPath} cannot be started`);
  const tree = new ProcessTree(child.pid, command.group, command.groups ?? (() => new Map()));
  const [code, signal] = await ended;
  const ended_at = Date.now() / 1000;
  const cost = await tree.end();
  if (code === null || ![0, ...(command.alsoGood ?? [])].includes(code)) {
    throw new Error(`${command.args.join(' ')} ended with ${signal ?? `exit code ${code}`}\n${stderr}`);
  }
  return { ...cost, spawned_at, ended_at, stdout };
}
