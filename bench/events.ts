/**
 * What events cost: the seed recipe with its event log and without one, in turns.
 *
 *     node dist/bench/events.js [--n DOCS] [--runs ROUNDS] [--base FILE] [--input FILE]
 *
 * Prints JSON: of both sides the least CPU seconds of all processes and of the worker, the number of events, and what is
 * more with the log: milliseconds of CPU per event, and the share of the whole. Partitions are of 1,000 rows, so that there
 * are many events. It reads /proc, so it runs on Linux only.
 */
import fs from 'node:fs';
import path from 'node:path';
import { measureVariant, type Cost } from './practices/measure.js';
import { round } from './run/figures.js';
import { thisMachine } from './run/machine.js';
import { corpusFor, DATA_DIR, readOptions, type BenchOptions } from './run/options.js';

const PARTITIONS = { partition_size: 1000 };
const SIDES = [
  { name: 'with', keys: PARTITIONS },
  { name: 'without', keys: { ...PARTITIONS, event_logging: { enabled: false } } },
] as const;

async function compare(options: BenchOptions): Promise<Record<string, unknown>> {
  const machine = thisMachine();
  const { path: input, ...corpus } = await corpusFor(options);
  fs.mkdirSync(DATA_DIR, { recursive: true });
  const dir = fs.mkdtempSync(path.join(DATA_DIR, 'events-'));
  const runs: Record<'with' | 'without', Cost[]> = { with: [], without: [] };
  try {
    for (let k = 0; k < options.runs; k++)
      for (const side of SIDES) {
        const cost = await measureVariant(side, input, path.join(dir, 'run'));
        runs[side.name].push(cost);
        process.stderr.write(`${JSON.stringify({ round: k + 1, side: side.name, ...cost })}\n`);
      }
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
  return { machine, corpus, rounds: options.runs, ...figures(runs), runs };
}

function figures(runs: Record<'with' | 'without', Cost[]>): Record<string, number> {
  const least = (side: 'with' | 'without', figure: 'tree_cpu_s' | 'worker_cpu_s'): number =>
    Math.min(...runs[side].map((cost) => cost[figure]));
  const events = runs.with[0]?.events ?? 0;
  const more = least('with', 'worker_cpu_s') - least('without', 'worker_cpu_s');
  return {
    events,
    worker_cpu_s_with: round(least('with', 'worker_cpu_s')),
    worker_cpu_s_without: round(least('without', 'worker_cpu_s')),
    tree_cpu_s_with: round(least('with', 'tree_cpu_s')),
    tree_cpu_s_without: round(least('without', 'tree_cpu_s')),
    ms_per_event: round((more * 1000) / events),
    share_of_worker_cpu: round(more / least('with', 'worker_cpu_s')),
  };
}

try {
  if (process.platform !== 'linux') throw new Error('the bench reads /proc, which only Linux has');
  process.stdout.write(`${JSON.stringify(await compare(readOptions(process.argv.slice(2))), null, 2)}\n`);
} catch (error) {
  process.stderr.write(`events: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
