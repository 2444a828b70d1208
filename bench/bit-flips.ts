/**
 * Damages the files of a finished run, a bit or the end of one file at a time, and counts how often the reader saw it:
 *
 *     node dist/bench/bit-flips.js [--flips 1000] [--truncations 100] [--seed 1]
 *
 * After each damage the run is started afresh and must come to the same end. Exit code 1 when a damage was not seen or the
 * end was another. The result stands in bench/results/.
 */
import './chain/poison.js';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inScratch, progressLine, wholeNumber, writeResult } from './chain/command.js';
import { seededRandom } from './corpus/random.js';
import { damageOnce, finishedRun, type Damage, type Harm } from './flips/damage.js';
import { thisMachine } from './run/machine.js';

const FLAGS = {
  flips: { type: 'string', default: '1000' },
  truncations: { type: 'string', default: '100' },
  seed: { type: 'string', default: '1' },
} as const;

/** How many there were, how many were seen, and after how many the run came to the same end. */
interface Rate {
  made: number;
  detected: number;
  same_end: number;
}

const { values } = parseArgs({ options: FLAGS, strict: true });
process.exitCode = await inScratch(damageAll);

async function damageAll(root: string): Promise<number> {
  const flips = wholeNumber('flips', values.flips);
  const truncations = wholeNumber('truncations', values.truncations);
  const seed = wholeNumber('seed', values.seed);
  const random = seededRandom(seed);
  const started = Date.now();
  const finished = await finishedRun(path.join(root, 'run'));
  const harms: Harm[] = Array.from({ length: flips + truncations }, (_, i) =>
    i < flips ? 'flip' : 'truncation',
  );
  const progress = progressLine('bit flips', harms.length);
  const damages: Damage[] = [];
  for (const harm of harms) {
    damages.push(await damageOnce(finished, harm, random));
    progress(damages.length);
  }
  const [all, by_kind] = [rateOf(damages), ratesByKind(damages)];
  const missed = damages.filter((d) => !d.detected || !d.same_end);
  const seconds = Math.round((Date.now() - started) / 1000);
  const result = {
    what: 'bit-flips',
    machine: thisMachine(),
    seed,
    flips,
    truncations,
    seconds,
    all,
    by_kind,
    missed,
  };
  const file = writeResult('bit-flips', result);
  process.stdout.write(
    `${flips} bit flips, ${truncations} truncations, seed ${seed}: ${all.detected} of ${all.made} detected, ` +
      `${all.same_end} came to the same end\n${JSON.stringify(by_kind, null, 2)}\n${file}\n`,
  );
  return missed.length > 0 ? 1 : 0;
}

function ratesByKind(damages: readonly Damage[]): Record<string, Rate> {
  const kinds = [...new Set(damages.map((d) => `${d.harm}, ${d.kind}`))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, rateOf(damages.filter((d) => `${d.harm}, ${d.kind}` === kind))]),
  );
}

function rateOf(damages: readonly Damage[]): Rate {
  return {
    made: damages.length,
    detected: damages.filter((d) => d.detected).length,
    same_end: damages.filter((d) => d.same_end).length,
  };
}
