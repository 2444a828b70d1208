/** The file of a soak's results, to which every batch adds. */
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeResult } from '../chain/command.js';
import { thisMachine } from '../run/machine.js';
import { tallyOf, type SoakTally } from './tally.js';
import type { Trial } from './trial.js';

interface Results {
  what: 'soak';
  tally: SoakTally;
  trials: Trial[];
}

/** Adds seeds to today's results, those that stand there already replaced; gives the file and the tally over all. */
export function addResults(trials: readonly Trial[]): { file: string; tally: SoakTally } {
  const drawn = new Set(trials.map((t) => t.seed));
  const all = [...earlier().filter((t) => !drawn.has(t.seed)), ...trials].sort((a, b) => a.seed - b.seed);
  const tally = tallyOf(all);
  const results: Results & { machine: unknown } = { what: 'soak', machine: thisMachine(), tally, trials: all };
  return { file: writeResult('soak', results), tally };
}

function earlier(): Trial[] {
  const name = `${new Date().toISOString().slice(0, 10)}-soak.json`;
  const file = fileURLToPath(new URL(`../../../bench/results/${name}`, import.meta.url));
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Results).trials : [];
}
