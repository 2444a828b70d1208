/** What `npm run bench` is asked for, and the corpus that it takes. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MEAN, writeCorpus } from '../corpus/write.js';

/** Options of the bench. */
export interface BenchOptions {
  /** Documents of a corpus that is made. */
  n: number;
  /** Documents that it is cut from. */
  base: string;
  /** A corpus that is there already; then `n` and `base` do not count. */
  input: string | null;
  /** Pairs to measure. */
  runs: number;
  json: boolean;
}

/** The file that both sides read. */
export interface Corpus {
  path: string;
  docs: number;
  bytes: number;
  sha256: string;
}

const SAMPLES = fileURLToPath(new URL('../../../samples/multilingual.jsonl', import.meta.url));
const LF = 0x0a;

/** Where corpora are kept and runs take place. */
export const DATA_DIR = fileURLToPath(new URL('../../../bench/data', import.meta.url));

const FLAGS = {
  n: { type: 'string', default: '200000' },
  base: { type: 'string', default: SAMPLES },
  input: { type: 'string' },
  runs: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the command line. @throws Error when an option is unknown or wrong. */
export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({ args, options: FLAGS, strict: true });
  return {
    n: positive('n', values.n),
    base: values.base,
    input: values.input ?? null,
    runs: positive('runs', values.runs),
    json: values.json,
  };
}

function positive(flag: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`--${flag} ${value}: must be a whole number from 1`);
  return Number(value);
}

/** The corpus to measure on, made if it is not there yet. It is read through once, so that both sides find it in memory. */
export async function corpusFor({ input, n, base }: BenchOptions): Promise<Corpus> {
  if (input !== null) return readCorpus(path.resolve(input));
  const digest = createHash('sha256').update(fs.readFileSync(base)).digest('hex').slice(0, 8);
  const file = path.join(DATA_DIR, `c${n}-${digest}.jsonl`);
  if (!fs.existsSync(file)) writeCorpus({ n, seed: 1, mean: DEFAULT_MEAN, badLines: 0, base, out: file });
  return readCorpus(file);
}

async function readCorpus(file: string): Promise<Corpus> {
  const hash = createHash('sha256');
  let docs = 0;
  let bytes = 0;
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) docs++;
  }
  return { path: file, docs, bytes, sha256: hash.digest('hex') };
}
