/**
 * Makes a bench corpus of any size by cutting, joining and perturbing base documents. Same arguments, same bytes.
 *
 *     node dist/bench/corpus.js --n 200000 --seed 1 --out bench/data/c200k.jsonl [--base FILE] [--mean UNITS] [--bad-lines K]
 *
 * Each line is {"id", "text", "meta": {"lang", "kind", "base", "len"}}. About 55 % of the documents are cut and joined,
 * 15 % base documents as they are, 10 % copies of an earlier one, 10 % copies with some words changed, 5 % with odd white
 * space, 5 % short; 45 % of the draws are English.
 *
 * The samples are composed of few sentences, so a corpus cut from them compresses better, and its words repeat more, than
 * real text: good for orientation and for tests. Give a larger --base where a figure is to be claimed.
 */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MEAN, writeCorpus, type CorpusOptions } from './corpus/write.js';

const FLAGS = {
  n: { type: 'string', default: '200000' },
  seed: { type: 'string', default: '1' },
  mean: { type: 'string', default: String(DEFAULT_MEAN) },
  'bad-lines': { type: 'string', default: '0' },
  base: { type: 'string' },
  out: { type: 'string' },
} as const;

function readOptions(): CorpusOptions {
  const { values } = parseArgs({ options: FLAGS, strict: true });
  if (values.out === undefined) throw new Error('--out FILE is missing');
  return {
    n: wholeNumber('n', values.n),
    seed: wholeNumber('seed', values.seed),
    mean: wholeNumber('mean', values.mean),
    badLines: wholeNumber('bad-lines', values['bad-lines']),
    // Seen from dist/bench, where the compiled file is.
    base: values.base ?? fileURLToPath(new URL('../../samples/multilingual.jsonl', import.meta.url)),
    out: values.out,
  };
}

function wholeNumber(flag: string, value: string): number {
  if (!/^\d{1,9}$/.test(value))
    throw new Error(`--${flag} ${value}: must be a whole number of at most nine digits`);
  return Number(value);
}

try {
  process.stdout.write(`${JSON.stringify(writeCorpus(readOptions()))}\n`);
} catch (error) {
  process.stderr.write(`corpus: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
