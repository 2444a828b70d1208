/**
 * Size, CPU and memory of every format and compression that partitions, checkpoints and results can have: the figures of
 * docs/formats.md.
 *
 *     node dist/bench/formats.js [--n DOCS] [--runs ROUNDS] [--base FILE] [--input FILE]
 *
 * The corpus is cut into partitions of 10,000 rows; each is parsed, written and read back. Every form has a process of its own,
 * round after round. Prints JSON; on stderr a line per measurement. Exit code 1 when something came back as something else.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compressionsOf, formText, type FileForm } from '../src/model/file-form.js';
import { tableCodec } from '../src/storage/formats/codec.js';
import { parseJsonl } from '../src/table/from-jsonl.js';
import { encodeJsonl } from '../src/table/to-jsonl.js';
import type { Table } from '../src/table/column.js';
import { round } from './run/figures.js';
import { thisMachine } from './run/machine.js';
import { corpusFor, readOptions } from './run/options.js';

const ROWS = 10_000;
const LF = 0x0a;
const ARROW_BATCH = 1000;

/** What one form came to over the whole corpus. */
interface Cost {
  form: string;
  mb: number;
  encode_cpu_s: number;
  decode_cpu_s: number;
  /** Greatest memory of the process, MiB, the parsed partition included. */
  peak_mb: number;
  /** Whether all rows came back byte for byte. */
  whole: boolean;
}

const FORMS: FileForm[] = [
  ...formsOf('parquet', 'parquet-wasm'),
  ...formsOf('parquet', 'parquetjs-lite'),
  ...formsOf('arrow', null).map((form) => ({ ...form, batch_rows: ARROW_BATCH })),
  ...formsOf('jsonl', null),
];

function formsOf(format: FileForm['format'], engine: FileForm['engine']): FileForm[] {
  return compressionsOf({ format, engine }).map((compression) => ({ format, engine, compression }));
}

async function measure(form: FileForm | null, file: string): Promise<Cost> {
  let [bytes, encode, decode, whole] = [0, 0, 0, true];
  for (const lines of partitionsOf(fs.readFileSync(file))) {
    const { table } = parseJsonl(lines, { textKey: 'text', rowStart: 0 });
    if (!form) continue;
    const codec = tableCodec(form);
    const written = await timed(() => codec.encode(table));
    const read = await timed(() => codec.decode(written.value));
    bytes += written.value.length;
    encode += written.seconds;
    decode += read.seconds;
    whole &&= digest(read.value) === digest(table);
  }
  return {
    form: form ? formText(form) : 'parsed only',
    mb: round(bytes / 1e6),
    encode_cpu_s: round(encode),
    decode_cpu_s: round(decode),
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    whole,
  };
}

function digest({ layouts, batches }: Table): string {
  const hash = createHash('sha256');
  for (const batch of batches) hash.update(encodeJsonl(batch, layouts, { textKey: 'text', keepStats: true }));
  return hash.digest('hex');
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
}

function* partitionsOf(data: Buffer): Generator<Buffer> {
  for (let start = 0; start < data.length;) {
    let end = start;
    for (let row = 0; row < ROWS && end < data.length; row++) end = data.indexOf(LF, end) + 1;
    yield data.subarray(start, end);
    start = end;
  }
}

/** A fresh process, so that peaks of memory do not mix. */
function inProcess(form: FileForm | null, file: string): Cost {
  const self = fileURLToPath(import.meta.url);
  const { stdout, status } = spawnSync(process.execPath, [self, 'one', file, JSON.stringify(form)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${form ? formText(form) : 'parsing'} ended with ${status}`);
  process.stderr.write(stdout);
  return JSON.parse(stdout) as Cost;
}

async function all(args: string[]): Promise<boolean> {
  const machine = thisMachine();
  const options = readOptions(args);
  const { path: file, ...corpus } = await corpusFor(options);
  const rounds = Array.from({ length: options.runs }, () => [null, ...FORMS].map((f) => inProcess(f, file)));
  const runs = rounds.flat();
  process.stdout.write(`${JSON.stringify({ machine, corpus, rounds: options.runs, runs }, null, 2)}\n`);
  return runs.every(({ whole }) => whole);
}

const [first, file = '', form = 'null'] = process.argv.slice(2);
if (first === 'one') console.log(JSON.stringify(await measure(JSON.parse(form) as FileForm | null, file)));
else if (!(await all(process.argv.slice(2)))) process.exitCode = 1;
