/** One trial of the sweep: the n-th file-system call of a run fails; the run must come to the same end all the same. */
import { POISON } from '../chain/poison.js';
import fs from 'node:fs';
import path from 'node:path';
import { ERROR_CODES } from '../../src/model/errors.js';
import { hookDisk } from '../../src/storage/disk.js';
import { systemError, type DiskCall } from '../../src/storage/disk-fault.js';
import { runChain, type ChainEnd } from '../chain/run-chain.js';
import { smallRun } from '../chain/small-run.js';
import { filesBelow, judgeEnd, judgeManifest, remainsOf, type Remains } from './judge.js';

/** What goes wrong: the n-th call alone, or it and all that follow until the run is started afresh. */
export type Mode = 'once' | 'from-then-on';

/** Which call fails, and how. */
export interface Fault {
  n: number;
  code: 'EIO' | 'ENOSPC';
  mode: Mode;
}

/** What came of it. `not_struck`: the run has fewer calls. */
export interface Outcome extends Fault {
  call: DiskCall | null;
  end: 'not_struck' | 'same_by_itself' | 'same_after_retry' | 'same_after_fresh_start' | 'broken';
  /** Codes of the failed attempts. */
  failures: string[];
  /** Files that were set aside, though nothing was damaged. */
  set_aside: number;
  problems: string[];
}

/** An undisturbed run: what it leaves, and which calls it makes, in order. */
export async function calmRun(root: string): Promise<{ remains: Remains; calls: DiskCall[] }> {
  const small = smallRun(root);
  const calls: DiskCall[] = [];
  const end = await hooked(
    (call) => calls.push(call),
    () => runChain(small),
  );
  if (end.stopped) throw new Error(`the undisturbed run stopped: ${end.stopped.message}`);
  return { remains: remainsOf(small), calls };
}

/** Runs one trial in a folder of its own, which is removed. */
export async function trial(root: string, fault: Fault, wanted: Remains): Promise<Outcome> {
  try {
    return await judged(root, fault, wanted);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

async function judged(root: string, fault: Fault, wanted: Remains): Promise<Outcome> {
  const small = smallRun(root);
  let calls = 0;
  let call: DiskCall | null = null;
  const strike = (name: DiskCall, file: string): void => {
    calls++;
    if (calls < fault.n || (fault.mode === 'once' && calls > fault.n)) return;
    call ??= name;
    throw systemError(fault.code, name, file);
  };
  const first = await hooked(strike, () => runChain(small));
  const problems = [...uncleanFailures(first), ...judgeManifest(small)];
  if (first.stopped) {
    const again = await runChain(small);
    if (again.stopped) problems.push(`a fresh start stopped at ${again.stopped.activity}`);
  }
  problems.push(...judgeEnd(small, wanted));
  const aside = path.join(small.run.dir, 'set_aside');
  const set_aside = fs.existsSync(aside) ? filesBelow(aside).length : 0;
  // A failed call damages nothing: what was set aside had got its name before it was whole.
  if (set_aside > 0) problems.push(`${set_aside} files were set aside`);
  return {
    ...fault,
    call,
    end: problems.length > 0 ? 'broken' : endOf(first, call),
    failures: first.failures.map((failure) => failure.type),
    set_aside,
    problems,
  };
}

function endOf(first: ChainEnd, call: DiskCall | null): Outcome['end'] {
  if (call === null) return 'not_struck';
  if (first.stopped) return 'same_after_fresh_start';
  return first.failures.length > 0 ? 'same_after_retry' : 'same_by_itself';
}

/** Failures that are no error of ours, or tell of a row. */
function uncleanFailures({ failures }: ChainEnd): string[] {
  return failures.flatMap(({ activity, type, message }) => {
    if (!(type in ERROR_CODES)) return [`${activity} failed with ${type}: ${message}`];
    return message.includes(POISON) ? [`${activity} told of a row`] : [];
  });
}

async function hooked<T>(hook: (call: DiskCall, file: string) => void, work: () => Promise<T>): Promise<T> {
  const before = hookDisk(hook);
  try {
    return await work();
  } finally {
    hookDisk(before);
  }
}
