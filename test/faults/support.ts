/** What the fault tests share: a small run with several partitions, faults, and the judgement after the fact. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { checkRun, readEvents, redoneRows, type CheckOptions } from '../checker/check-run.js';
import {
  PROJECT_ROOT,
  seedRecipe,
  until,
  workspace,
  type CommandResult,
  type Workspace,
} from '../e2e/support.js';

/** Partitions of the runs made here. */
export const PARTITIONS = 12;
/** Rows of each of them. */
export const PARTITION_ROWS = 70;
/** Threads of the worker; with the slots for control work this is what a killed worker may have had in hand. */
export const THREADS = 3;
const SLOTS = THREADS + 4;

/** How a command ends that did what it was asked: the sample has rows that are quarantined. */
export const DONE = 3;

/** A fault as the variable JUICER_FAULTS takes it; `name` becomes the marker file. */
export interface Fault {
  name?: string;
  point: string;
  match?: string;
  /** What an error thrown by `throw-foreign` quotes, if not the detail of the point. */
  quote?: string;
  action?: 'kill' | 'stop' | 'hold' | 'throw' | 'throw-foreign';
  /** Of the point `fs`: which call fails, with which code of the system. */
  nth?: number;
  code?: 'EIO' | 'ENOSPC';
}

/** A workspace with an input of twelve partitions and the seed recipe over it. */
export function faultyWorkspace(more = ''): Workspace {
  const w = workspace();
  w.write('in.jsonl', inputLines(PARTITIONS * PARTITION_ROWS).join(''));
  writeRecipe(w, more);
  return w;
}

/** The seed recipe over `in.jsonl`; `more` are further keys. */
export function writeRecipe(w: Workspace, more = ''): void {
  const keys = `partition_size: ${PARTITION_ROWS}\nretry: {initial_interval: 0.1s}\n${more}`;
  w.write('recipe.yaml', seedRecipe({ dataset: 'in.jsonl', more: keys }));
}

/** Lines of the sample, repeated to a number of rows; every line ends with a line feed. */
export function inputLines(rows: number): string[] {
  const sample = fs.readFileSync(path.join(PROJECT_ROOT, 'samples/multilingual.jsonl'), 'utf8');
  const lines = sample
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '');
  return Array.from({ length: rows }, (_, i) => `${lines[i % lines.length]}\n`);
}

/** The environment of a command whose worker meets these faults. */
export function withFaults(w: Workspace, faults: readonly Fault[]): Record<string, string> {
  const list = faults.map(({ name, ...fault }) =>
    name === undefined ? fault : { ...fault, marker: marker(w, name) },
  );
  return { JUICER_THREADS: String(THREADS), JUICER_FAULTS: JSON.stringify(list) };
}

/** Waits until faults have struck. */
export async function struck(w: Workspace, ...names: string[]): Promise<void> {
  for (const name of names) await until(() => hasStruck(w, name), 60_000, `the fault ${name}`);
}

/** Whether a fault has struck. */
export function hasStruck(w: Workspace, name: string): boolean {
  return fs.existsSync(marker(w, name));
}

/** Lets threads go on that a fault holds. */
export function release(w: Workspace, ...names: string[]): void {
  for (const name of names) fs.writeFileSync(`${marker(w, name)}.go`, '');
}

/** Hash of the export of an undisturbed run over this input. Of the files that are tested together one makes it. */
export async function undisturbed(w: Workspace): Promise<string> {
  const folder = process.env['JUICER_TEST_SHARED'];
  const input = createHash('sha256')
    .update(fs.readFileSync(w.path('in.jsonl')))
    .digest('hex');
  const shared = folder === undefined ? null : path.join(folder, `calm-${input}`);
  if (shared !== null && fs.existsSync(shared)) return fs.readFileSync(shared, 'utf8');
  const result = await w.run(['run', 'recipe.yaml', '--id', 'calm']);
  assert.equal(result.code, DONE, result.stderr);
  const found = exportSha256(w);
  if (shared !== null) fs.writeFileSync(shared, found);
  return found;
}

/** Hash of the export file. */
export function exportSha256(w: Workspace): string {
  return createHash('sha256')
    .update(fs.readFileSync(w.path('out/result.jsonl')))
    .digest('hex');
}

/** The folder of a run. */
export function runDir(w: Workspace, id: string): string {
  return w.path(`outputs/seed/${id}`);
}

/** Events of a run, as its log has them. */
export function eventsOf(w: Workspace, id: string): Record<string, unknown>[] {
  return readEvents(runDir(w, id));
}

/** Waits until a partition's result stands, for some partitions. */
export async function finished(w: Workspace, id: string, partitions: readonly number[]): Promise<void> {
  for (const p of partitions) {
    const record = path.join(runDir(w, id), `results/partition_${String(p).padStart(6, '0')}.json`);
    await until(() => fs.existsSync(record), 60_000, `the result of partition ${p}`);
  }
}

/** What a run must show after what was done to it. `kills`: times that its worker was lost. */
export interface Expected extends CheckOptions {
  kills?: number;
}

/** Asserts every promise that can be seen from outside: result, ledger, identity, events, and that little was redone. */
export async function assertSound(w: Workspace, id: string, expected: Expected): Promise<void> {
  const { kills = 0, ...options } = expected;
  assert.deepEqual(await checkRun(runDir(w, id), options), []);
  const redone = redoneRows(eventsOf(w, id));
  assert.equal(redone.repeated, 0, 'completed work was done again');
  const most = kills * SLOTS * PARTITION_ROWS;
  assert.ok(redone.interrupted <= most, `${redone.interrupted} rows were interrupted, ${most} may be`);
}

/** Asserts how a command ended; its stderr is the message. */
export function assertEnded(result: CommandResult, code: number): void {
  assert.equal(result.code, code, `${result.stdout}\n${result.stderr}`);
}

/** Waits until no process is left whose working folder is the workspace. */
export async function nothingRuns(w: Workspace): Promise<void> {
  await until(() => processesIn(w.dir).length === 0, 30_000, `the processes in ${w.dir} to end`);
}

/** Process ids with this working folder; none where the system does not tell. */
export function processesIn(dir: string): number[] {
  if (!fs.existsSync('/proc/self/cwd')) return [];
  const real = fs.realpathSync(dir);
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => folderOf(pid) === real);
}

function folderOf(pid: number): string | null {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has ended meanwhile, or belongs to someone else.
    return null;
  }
}

function marker(w: Workspace, name: string): string {
  return w.path(`fault-${name}`);
}
