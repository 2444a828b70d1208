/**
 * `npm run bench`: the seed recipe by `juicer run`, embedded server and all, against a bare loop over the same ops.
 *
 *     npm run bench -- [--n DOCS] [--base FILE] [--input FILE] [--runs PAIRS] [--json]
 *
 * The corpus (200,000 documents cut from the samples, or from --base) is made once, in bench/data/; --input names one that
 * is there. Exit code 1 when the two sides do not keep the same rows. It reads /proc, so it runs on Linux only.
 */
import fs from 'node:fs';
import path from 'node:path';
import { measureBare } from './run/bare.js';
import { medianBy, pairOf, type Figures, type Pair } from './run/figures.js';
import { measureJuicer } from './run/juicer.js';
import { thisMachine } from './run/machine.js';
import { DATA_DIR, corpusFor, readOptions, type BenchOptions, type Corpus } from './run/options.js';
import { reportText, sameRows, type BenchReport } from './run/report.js';

async function bench(options: BenchOptions): Promise<BenchReport> {
  if (process.platform !== 'linux') throw new Error('the bench reads /proc, which only Linux has');
  const machine = thisMachine();
  const { path: file, ...corpus } = await corpusFor(options);
  const pairs: Pair[] = [];
  for (let k = 0; k < options.runs; k++) pairs.push(await measurePair({ path: file, ...corpus }, k));
  const median = medianBy(pairs, (pair) => pair.cpu_ratio);
  return { machine, corpus, median, pairs, same_rows: sameRows(pairs) };
}

/** Both sides at once after each other; every second pair the other way round. */
async function measurePair(corpus: Corpus, k: number): Promise<Pair> {
  const dir = fs.mkdtempSync(path.join(fs.realpathSync(dataDir()), 'run-'));
  const ours = (): Promise<Figures> => measureJuicer(corpus.path, corpus.docs, path.join(dir, 'ours'));
  const bare = (): Promise<Figures> => measureBare(corpus.path, corpus.docs, path.join(dir, 'bare'));
  try {
    if (k % 2 === 0) return pairOf(await ours(), await bare());
    const first = await bare();
    return pairOf(await ours(), first);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function dataDir(): string {
  fs.mkdirSync(DATA_DIR, { recursive: true });
  return DATA_DIR;
}

try {
  const options = readOptions(process.argv.slice(2));
  const report = await bench(options);
  process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : reportText(report)}\n`);
  process.exitCode = report.same_rows ? 0 : 1;
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
