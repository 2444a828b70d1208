/**
 * CPU time of the data plane on one core: `node dist/bench/table.js FILE.jsonl [megabytes]`. The file is repeated to the size
 * asked for (default 100) and cut into partitions of 10,000 rows, each parsed, encoded, decoded, filtered and written.
 */
import { readFileSync } from 'node:fs';
import { tableCodec } from '../src/storage/formats/codec.js';
import { tableRows, type Table } from '../src/table/column.js';
import { parseJsonl } from '../src/table/from-jsonl.js';
import { takeRows } from '../src/table/select.js';
import { encodeJsonl } from '../src/table/to-jsonl.js';

const PARTITION_ROWS = 10_000;
/** Share of rows kept by the filter, in thousandths. */
const KEPT = 380;

/** CPU seconds by step: in user and in system mode. */
const seconds = new Map<string, [number, number]>();

async function timed<T>(step: string, work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const [u, s] = seconds.get(step) ?? [0, 0];
  seconds.set(step, [u + user / 1e6, s + system / 1e6]);
  return result;
}

function partitionsOf(data: Buffer): Buffer[] {
  const partitions: Buffer[] = [];
  for (let start = 0; start < data.length;) {
    let end = start;
    for (let row = 0; row < PARTITION_ROWS && end < data.length; row++) end = data.indexOf(0x0a, end) + 1;
    partitions.push(data.subarray(start, end));
    start = end;
  }
  return partitions;
}

function filter(table: Table): Table {
  const batches = table.batches.map((batch) => {
    const rows = Array.from({ length: batch.rows }, (_, row) => row);
    return takeRows(batch, Uint32Array.from(rows.filter((row) => (row * 7919) % 1000 < KEPT)));
  });
  return { layouts: table.layouts, batches };
}

async function measure(partition: Buffer): Promise<{ rows: number; kept: number }> {
  const codec = tableCodec({ format: 'parquet', engine: 'parquet-wasm', compression: 'snappy' });
  const { table } = await timed('parse', () => parseJsonl(partition, { textKey: 'text', rowStart: 0 }));
  const file = await timed('encode', () => codec.encode(table));
  const read = await timed('decode', () => codec.decode(file));
  const kept = await timed('take', () => filter(read));
  await timed('jsonl', () =>
    encodeJsonl(kept, kept.layouts, { textKey: 'text', textChanged: false, keepStats: false }),
  );
  return { rows: tableRows(table), kept: tableRows(kept) };
}

async function main(path: string, megabytes: number): Promise<void> {
  const sample = readFileSync(path);
  const data = Buffer.concat(
    Array.from({ length: Math.ceil((megabytes * 1e6) / sample.length) }, () => sample),
  );
  let rows = 0;
  let kept = 0;
  for (const partition of partitionsOf(data)) {
    const counts = await measure(partition);
    rows += counts.rows;
    kept += counts.kept;
  }
  console.log(
    `${(data.length / 1e6).toFixed(1)} MB, ${rows} rows, ${kept} kept, rss ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  );
  for (const [step, [user, system]] of seconds) {
    const rate = data.length / 1e6 / (user + system);
    console.log(
      `${step.padEnd(8)} ${(user + system).toFixed(3)} CPU s (${system.toFixed(3)} system)  ${rate.toFixed(0)} MB/s of input`,
    );
  }
}

await main(process.argv[2] ?? 'data.jsonl', Number(process.argv[3] ?? 100));
