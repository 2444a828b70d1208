/**
 * Named fault points for the tests: inert unless the environment variable JUICER_FAULTS holds a JSON list of
 * `{ point, match, action, marker }`. With a `marker` file a fault strikes once in all processes. The point `fs`, every
 * file-system call, has its own keys and its own file (disk-fault.ts): `{ point: 'fs', nth, code, match, marker }`.
 */
import fs from 'node:fs';
import { JuicerError } from '../model/errors.js';

/** What a fault does: `throw` an error of ours, `throw-foreign` one that quotes a text, as any op or library may. */
type FaultAction = 'kill' | 'stop' | 'hold' | 'throw' | 'throw-foreign';

/** One entry of JUICER_FAULTS. */
export interface Fault {
  point: string;
  /** Part of the detail that the point gives, e.g. `partition_3/op_1`. */
  match?: string;
  /** Not for the point `fs`. */
  action?: FaultAction;
  /** For the point `fs`: which of the calls that match, from 1; the first if not given. */
  nth?: number;
  /** For the point `fs`: what the call fails with; not given, calls are counted only. */
  code?: 'EIO' | 'ENOSPC';
  /** What an error that is thrown quotes; the detail of the point if not given. */
  quote?: string;
  /** Path of a file that is made when the fault strikes; while it exists the fault does not strike again. */
  marker?: string;
}

/** A thread that is held looks this often whether `<marker>.go` is there, and no longer than the limit. */
const HOLD_STEP_MS = 20;
const HOLD_LIMIT_MS = 120_000;

const faults = readFaults(process.env.JUICER_FAULTS);

/** A place where a test may kill the process or make the call fail. `detail` tells which file or row it is about. */
export function faultPoint(point: string, detail: string): void {
  for (const fault of faults) {
    if (fault.point !== point || (fault.match !== undefined && !detail.includes(fault.match))) continue;
    if (fault.marker !== undefined && !claim(fault.marker)) continue;
    strike(fault, detail);
  }
}

/** Whether any fault is set for a point: for points on a path so hot that even asking would cost. */
export function hasFault(point: string): boolean {
  return faults.some((fault) => fault.point === point);
}

/** The entries for a point. */
export function faultsAt(point: string): Fault[] {
  return faults.filter((fault) => fault.point === point);
}

function readFaults(text: string | undefined): Fault[] {
  return text === undefined || text === '' ? [] : (JSON.parse(text) as Fault[]);
}

/** Makes a marker file; false when it is there already, made by whichever process. */
export function claim(marker: string): boolean {
  try {
    fs.closeSync(fs.openSync(marker, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function strike(fault: Fault, detail: string): void {
  if (fault.action === 'kill') process.kill(process.pid, 'SIGKILL');
  if (fault.action === 'stop') process.kill(process.pid, 'SIGSTOP');
  if (fault.action === 'hold') hold(`${fault.marker ?? ''}.go`);
  if (fault.action === 'throw')
    throw new JuicerError('E_IO', `fault point ${fault.point} struck at ${detail}`);
  if (fault.action === 'throw-foreign')
    throw new TypeError(`cannot take ${JSON.stringify(fault.quote ?? detail)}`);
}

/** Keeps the thread, and only it, where it is. */
function hold(release: string): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (const end = performance.now() + HOLD_LIMIT_MS; !fs.existsSync(release) && performance.now() < end;)
    Atomics.wait(cell, 0, 0, HOLD_STEP_MS);
}
