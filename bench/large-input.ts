/**
 * How planning and memory bear a large input: the bench corpus again and again until a file has so many GB, planned with
 * each strategy, then processed by the first two ops of the seed recipe.
 *
 *     node dist/bench/large-input.js [--gb 1,10] [--n DOCS] [--base FILE] [--dir FOLDER]
 *
 * Prints JSON; on stderr a line per figure as it is there. Checkpoints stand at the end of the chain only, so that a run takes
 * three times its input of disk at most. Files are read from memory as far as the system keeps them there. Exit code 1
 * when the largest input took over 1.2 times the worker's memory of the smallest. It reads /proc, so it runs on Linux only.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { largeFile, planOf, runOf, type PlanFigures, type RunFigures } from './large/measure.js';
import { thisMachine } from './run/machine.js';
import { corpusFor, DATA_DIR, readOptions } from './run/options.js';

const FLAGS = {
  gb: { type: 'string', default: '1,10' },
  n: { type: 'string', default: '200000' },
  base: { type: 'string' },
  dir: { type: 'string', default: DATA_DIR },
} as const;

/** What is planned: the name of the figure, and the keys that cut so. */
const CUTS: Readonly<Record<string, object>> = {
  sample: {},
  size: { partition: { strategy: 'size', target_size_mb: 64 } },
  number: { partition: { num_of_partitions: 200 } },
  adaptive: { partition: { mode: 'auto' } },
};

/** The most memory that the largest input may take, times that of the smallest. */
const MEMORY_LIMIT = 1.2;

interface SizeFigures {
  gb: number;
  bytes: number;
  rows: number;
  plans: Record<string, PlanFigures>;
  run: RunFigures;
}

async function measureSize(gb: number, base: string, dir: string): Promise<SizeFigures> {
  fs.mkdirSync(dir, { recursive: true });
  try {
    const input = path.join(dir, 'large.jsonl');
    const bytes = largeFile(base, gb * 1e9, input);
    const plans: Record<string, PlanFigures> = {};
    for (const [name, keys] of Object.entries(CUTS)) {
      plans[name] = await planOf(input, keys, dir);
      tell({ gb, name, ...plans[name] });
    }
    const run = await runOf(input, dir);
    tell({ gb, ...run });
    return { gb, bytes, rows: run.rows_in, plans, run };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function tell(figures: object): void {
  process.stderr.write(`${JSON.stringify(figures)}\n`);
}

async function measureAll(args: string[]): Promise<{ memory_ratio: number } & Record<string, unknown>> {
  const { values } = parseArgs({ args, options: FLAGS, strict: true });
  const machine = thisMachine();
  const { path: base, ...corpus } = await corpusFor(
    readOptions(['--n', values.n, ...(values.base === undefined ? [] : ['--base', values.base])]),
  );
  const sizes: SizeFigures[] = [];
  for (const gb of values.gb.split(',').map(Number))
    sizes.push(await measureSize(gb, base, path.join(values.dir, `large-${gb}`)));
  const peaks = sizes.map((size) => size.run.worker_peak_rss_mb);
  const memory_ratio = Math.round(((peaks.at(-1) ?? 0) / (peaks[0] ?? 1)) * 1000) / 1000;
  return { machine, corpus, memory_ratio, sizes };
}

try {
  if (process.platform !== 'linux') throw new Error('the bench reads /proc, which only Linux has');
  const report = await measureAll(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.memory_ratio <= MEMORY_LIMIT ? 0 : 1;
} catch (error) {
  process.stderr.write(`large-input: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
