/**
 * Fails every file-system call of a small run, one at a time, and looks whether the run comes to the same end:
 *
 *     node dist/bench/sweep.js [--from N] [--to N] [--every K]
 *
 * Each call fails once with EIO and once with ENOSPC; and again with all calls after it, until the run is started afresh.
 * The result stands in bench/results/; that of a part is named for it, so that a sweep can be made in batches. Exit code 1
 * when a run came to another end, or failed with an error that is not ours.
 */
import './chain/poison.js';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inScratch, progressLine, wholeNumber, writeResult } from './chain/command.js';
import { thisMachine } from './run/machine.js';
import { countsOf, tallyOf } from './sweep/tally.js';
import { calmRun, trial, type Fault, type Outcome } from './sweep/trial.js';

const FLAGS = {
  from: { type: 'string', default: '1' },
  to: { type: 'string', default: '999999999' },
  every: { type: 'string', default: '1' },
} as const;

const { values } = parseArgs({ options: FLAGS, strict: true });
process.exitCode = await inScratch(sweep);

async function sweep(root: string): Promise<number> {
  const [from, every] = [wholeNumber('from', values.from), wholeNumber('every', values.every)];
  const { remains, calls } = await calmRun(path.join(root, 'calm'));
  const to = Math.min(wholeNumber('to', values.to), calls.length);
  const faults = faultsOf(from, to, every);
  const progress = progressLine('sweep', faults.length);
  const outcomes: Outcome[] = [];
  const started = Date.now();
  for (const fault of faults) {
    outcomes.push(await trial(path.join(root, 'trial'), fault, remains));
    progress(outcomes.length);
  }
  const tally = tallyOf(outcomes);
  const seconds = Math.round((Date.now() - started) / 1000);
  const covered = { calls: calls.length, from, to, every, by_call: countsOf(calls) };
  const whole = from === 1 && to === calls.length && every === 1;
  const result = { what: 'fs-sweep', machine: thisMachine(), covered, seconds, ...tally };
  const file = writeResult(whole ? 'fs-sweep' : `fs-sweep-${from}-${to}-${every}`, result);
  process.stdout.write(
    `calls ${from} to ${to} of N = ${calls.length}: ${tally.trials} trials, ${tally.broken.length} broken\n` +
      `${JSON.stringify(tally.by_fault, null, 2)}\n${file}\n`,
  );
  return tally.broken.length > 0 || (tally.ends.not_struck ?? 0) > 0 ? 1 : 0;
}

function faultsOf(from: number, to: number, every: number): Fault[] {
  const faults: Fault[] = [];
  for (let n = from; n <= to; n += every)
    for (const mode of ['once', 'from-then-on'] as const)
      for (const code of ['EIO', 'ENOSPC'] as const) faults.push({ n, code, mode });
  return faults;
}
