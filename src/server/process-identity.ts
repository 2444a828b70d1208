/** A process by pid and start time, so that a pid that was given to another process meanwhile is never taken for it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { JuicerError } from '../model/errors.js';

/** One process of this boot of this machine. `start` is opaque; two are the same process if both fields are equal. */
export interface ProcessIdentity {
  pid: number;
  start: string;
}

/** The process that has this pid now, or null when none has (a zombie counts as none: it runs no more). */
export function identify(pid: number): ProcessIdentity | null {
  const start = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
  return start === null ? null : { pid, start };
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.start === identity.start;
}

/**
 * Ends exactly this process: SIGTERM, then after `graceMs` SIGKILL to its process group. Does nothing when it has ended.
 * @throws JuicerError E_REFUSED when it will not go.
 */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  signal(identity, identity.pid, 'SIGTERM');
  if (await goneWithin(identity, graceMs)) return;
  signal(identity, -identity.pid, 'SIGKILL');
  signal(identity, identity.pid, 'SIGKILL');
  if (await goneWithin(identity, 5000)) return;
  throw new JuicerError('E_REFUSED', `process ${identity.pid} of an earlier command cannot be ended`);
}

/** Waits until the process has ended; false when it still runs after `ms` milliseconds. */
export async function goneWithin(identity: ProcessIdentity, ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; isRunning(identity); await delay(20)) {
    if (performance.now() >= end) return false;
  }
  return true;
}

function signal(identity: ProcessIdentity, target: number, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(target, name);
  } catch (error) {
    // ESRCH: it ended in between, or leads no group. EPERM shows later: it does not go.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function startFromProc(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // no such process
  }
  // The name in parentheses may hold anything, so count the fields from its end: state is the 3rd of all, start the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${fields[19]}@${bootId()}`;
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
}

function startFromPs(pid: number): string | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
    const [state = '', ...start] = line.split(/\s+/);
    return state.startsWith('Z') || start.length === 0 ? null : start.join(' ');
  } catch {
    return null; // ps fails for a pid that no process has
  }
}
