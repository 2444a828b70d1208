/**
 * The figures of docs/best-practices.md: the seed recipe with what each practice changes, run after run, several times round.
 *
 *     node dist/bench/practices.js [--n DOCS] [--runs ROUNDS] [--base FILE] [--input FILE]
 *
 * Prints JSON: of each variant the median of every figure, and all runs; on stderr a line per run as it ends. Exit code 1
 * when the exports are not all the same.
 * It reads /proc, so it runs on Linux only.
 */
import fs from 'node:fs';
import path from 'node:path';
import { measureVariant, type Cost } from './practices/measure.js';
import { VARIANTS } from './practices/variants.js';
import { round } from './run/figures.js';
import { thisMachine } from './run/machine.js';
import { corpusFor, DATA_DIR, readOptions, type BenchOptions } from './run/options.js';

async function practices(options: BenchOptions): Promise<Record<string, unknown> & { same_export: boolean }> {
  const machine = thisMachine();
  const { path: input, ...corpus } = await corpusFor(options);
  fs.mkdirSync(DATA_DIR, { recursive: true });
  const dir = fs.mkdtempSync(path.join(DATA_DIR, 'practices-'));
  const runs = new Map<string, Cost[]>(VARIANTS.map(({ name }) => [name, []]));
  try {
    // Round after round, so that what else the machine does meets all of them alike.
    for (let k = 0; k < options.runs; k++)
      for (const variant of VARIANTS) {
        const cost = await measureVariant(variant, input, path.join(dir, 'run'));
        runs.get(variant.name)?.push(cost);
        process.stderr.write(`${JSON.stringify({ round: k + 1, name: variant.name, ...cost })}\n`);
      }
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
  const all = [...runs.values()].flat();
  return {
    machine,
    corpus,
    rounds: options.runs,
    same_export: new Set(all.map((cost) => cost.export_sha256)).size === 1,
    variants: [...runs].map(([name, costs]) => ({ name, median: medianOf(costs), runs: costs })),
  };
}

/** The middle of each figure; of an even number the lower of the two in the middle. */
function medianOf(costs: readonly Cost[]): Record<string, number> {
  const names = Object.keys(costs[0] ?? {}) as (keyof Cost)[];
  return Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const values = costs.map((cost) => cost[name]).filter((value) => typeof value === 'number');
      const middle = values.sort((a, b) => a - b)[(values.length - 1) >> 1];
      return middle === undefined ? [] : [[name, round(middle)]];
    }),
  );
}

try {
  if (process.platform !== 'linux') throw new Error('the bench reads /proc, which only Linux has');
  const report = await practices(readOptions(process.argv.slice(2)));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.same_export ? 0 : 1;
} catch (error) {
  process.stderr.write(`practices: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
