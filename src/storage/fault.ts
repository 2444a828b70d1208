/**
 * Named fault points for the tests: inert unless the environment variable JUICER_FAULTS holds a JSON list of
 * `{ point, match, action, marker }`. With a `marker` file a fault strikes once in all processes.
 */
import fs from 'node:fs';
import { JuicerError } from '../model/errors.js';

interface Fault {
  point: string;
  /** Part of the detail that the point gives, e.g. `partition_000003/op_001`. */
  match?: string;
  action: 'kill' | 'throw' | 'stop';
  /** Path of a file that is made when the fault strikes; while it exists the fault does not strike again. */
  marker?: string;
}

const faults = readFaults(process.env.JUICER_FAULTS);

/** A place where a test may kill the process or make the call fail. `detail` tells which file or row it is about. */
export function faultPoint(point: string, detail: string): void {
  for (const fault of faults) {
    if (fault.point !== point || (fault.match !== undefined && !detail.includes(fault.match))) continue;
    if (fault.marker !== undefined && !claim(fault.marker)) continue;
    strike(fault, detail);
  }
}

function readFaults(text: string | undefined): Fault[] {
  return text === undefined || text === '' ? [] : (JSON.parse(text) as Fault[]);
}

function claim(marker: string): boolean {
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
  if (fault.action === 'throw')
    throw new JuicerError('E_IO', `fault point ${fault.point} struck at ${detail}`);
}
