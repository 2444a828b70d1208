/**
 * The soak: runs under random faults, kills, pauses and rescalings, one schedule for each seed, judged by the checker:
 *
 *     npm run soak -- --seeds N [--from S] [--jobs J]
 *
 * Outcomes are added to bench/results/<day>-soak.jsonl, one line for each seed, so that it can go on from any seed. Exit
 * code 1 when a promise was broken; the seed and its schedule are printed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../e2e/support.js';
import { calmSha256, runSeed, soakWorkspace, type SeedOutcome } from './seed.js';
import { scheduleOf } from './schedule.js';
import { tableOf } from './table.js';

const FLAGS = {
  seeds: { type: 'string', default: '20' },
  from: { type: 'string', default: '1' },
  jobs: { type: 'string', default: '1' },
} as const;

const { values } = parseArgs({ options: FLAGS, strict: true });
const from = whole('from');
const last = from + whole('seeds') - 1;
const file = path.join(PROJECT_ROOT, `bench/results/${new Date().toISOString().slice(0, 10)}-soak.jsonl`);
const outcomes: SeedOutcome[] = [];
let next = from;

await Promise.all(Array.from({ length: whole('jobs') }, work));
process.stdout.write(tableOf(outcomes));
process.exitCode = outcomes.some((o) => o.violations.length > 0) ? 1 : 0;

async function work(): Promise<void> {
  const w = soakWorkspace();
  const calm = await calmSha256(w);
  let sound = true;
  while (next <= last) {
    const outcome = await runSeed(w, next++, calm);
    tell(outcome);
    outcomes.push(outcome);
    fs.appendFileSync(file, `${JSON.stringify(outcome)}\n`);
    sound &&= outcome.violations.length === 0;
  }
  if (sound) await w.remove();
  else process.stderr.write(`kept: ${w.dir}\n`);
}

function tell(outcome: SeedOutcome): void {
  const { seed, seconds, struck, violations } = outcome;
  const verdict = violations.length === 0 ? 'sound' : 'BROKEN';
  process.stderr.write(`seed ${seed}: ${verdict}, ${seconds.toFixed(1)} s, ${struck.join(', ')}\n`);
  if (violations.length === 0) return;
  process.stderr.write(`${JSON.stringify(scheduleOf(seed))}\n${violations.slice(0, 10).join('\n')}\n`);
}

function whole(name: keyof typeof FLAGS): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a positive whole number`);
  return value;
}
