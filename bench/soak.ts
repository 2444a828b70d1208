/**
 * Runs a small recipe under random faults, kills, pauses and rescalings, one schedule per seed, and judges what is left:
 *
 *     node dist/bench/soak.js --seeds N [--from S] [--seconds LIMIT]
 *
 * The same seed draws the same schedule. Each seed is judged by the independent checker against the export of an undisturbed
 * run. A seed that broke a promise is printed with its schedule, and its folder is kept. Results are added to
 * bench/results/<date>-soak.json, so that a soak can be made in batches; a seed that stands there already is replaced. Exit
 * code 1 when a promise was broken.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { wholeNumber } from './chain/command.js';
import { calmSha256 } from './soak/calm.js';
import { addResults } from './soak/results.js';
import { standingServer, type StandingServer } from './soak/standing-site.js';
import { tableOf } from './soak/tally.js';
import { trial, type Trial } from './soak/trial.js';

const FLAGS = {
  seeds: { type: 'string', default: '20' },
  from: { type: 'string', default: '1' },
  seconds: { type: 'string', default: '86400' },
} as const;

const { values } = parseArgs({ options: FLAGS, strict: true });
process.exitCode = await soak();

async function soak(): Promise<number> {
  const from = wholeNumber('from', values.from);
  const to = from + wholeNumber('seeds', values.seeds);
  const end = Date.now() + wholeNumber('seconds', values.seconds) * 1000;
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-soak-'));
  let server: Promise<StandingServer> | null = null;
  const standing = (): Promise<StandingServer> => (server ??= standingServer(path.join(root, 'server')));
  const trials: Trial[] = [];
  try {
    const calm = await calmSha256({ root, standing });
    for (let seed = from; seed < to && Date.now() < end; seed++) {
      const done = await trial(seed, { root, standing, calm });
      trials.push(done);
      tell(done, root);
    }
  } finally {
    await (await server)?.end();
  }
  const { file, tally } = addResults(trials);
  const broken = trials.filter((t) => t.violations.length > 0);
  if (broken.length === 0) fs.rmSync(root, { recursive: true, force: true });
  process.stdout.write(`${tableOf(tally)}\n${file}\n`);
  return broken.length > 0 ? 1 : 0;
}

function tell(done: Trial, root: string): void {
  const { seed, schedule, violations, seconds, struck } = done;
  const what = Object.entries(struck).map(([kind, n]) => (n > 1 ? `${n} × ${kind}` : kind));
  const end = violations.length === 0 ? 'sound' : `${violations.length} VIOLATIONS`;
  process.stdout.write(`seed ${seed} (${schedule.server} server): ${what.join(', ')}: ${end}, ${seconds.toFixed(1)} s\n`);
  if (violations.length === 0) return;
  const lines = [...violations.map((v) => `  ${v}`), `  schedule ${JSON.stringify(schedule)}`, `  kept in ${root}/seed-${seed}`];
  process.stdout.write(`${lines.join('\n')}\n`);
}
