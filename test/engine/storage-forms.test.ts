/** A partition in every form of its files: the same rows, and the same care for what is damaged. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { convert } from '../../src/engine/convert.js';
import { standingTable } from '../../src/engine/standing.js';
import { tableCodec } from '../../src/storage/formats/codec.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';
import type { Table } from '../../src/table/column.js';
import { plannedRun, type PlannedRun } from './planned-run.js';
import { project } from './project.js';

const OPS = 'process: [whitespace_normalization_mapper: , text_length_filter: {min_len: 3}]';
const LINES = Array.from(
  { length: 50 },
  (_, i) => `{"text":"t${' '.repeat(i % 4)}${i}","n":${i}.0,"k":{"a":[${i},null]}}\n`,
).join('');
const FORMS = {
  parquet: ['.parquet', ''],
  'parquetjs-lite': ['.parquet', 'parquet_engine: parquetjs-lite'],
  arrow: ['.arrow', 'storage_format: arrow\nperformance: {arrow_batch_size: 7}'],
  jsonl: ['.jsonl', 'storage_format: jsonl'],
  'jsonl, zstd': ['.jsonl.zst', 'storage_format: jsonl\ncheckpointing: {compression: zstd}'],
  'arrow in parquet': ['.arrow', 'checkpointing: {storage_format: arrow}'],
} as const;

const runs: PlannedRun[] = [];
after(() => runs.forEach((run) => run.remove()));

function planned(keys: string): PlannedRun {
  const run = plannedRun(LINES, `${keys}\n${OPS}\n`);
  runs.push(run);
  return run;
}

function linesOf(table: Table | null): string {
  assert.ok(table);
  const options = { textKey: 'text', keepStats: true };
  return Buffer.from(encodeJsonl(table, table.layouts, options)).toString();
}

for (const [name, [ending, keys]] of Object.entries(FORMS)) {
  test(`${name}: rows are the same, and a damaged checkpoint is set aside and made again`, async () => {
    const [usual, run] = [planned(''), planned(keys)];
    await usual.all();
    await run.all();
    const last = run.slots.at(-1);
    assert.ok(last?.file.endsWith(ending), last?.file);
    assert.equal(linesOf(await standingTable(run, 1)), linesOf(await standingTable(usual, 1)));
    const before = run.hashes('checkpoints/partition_000000', ending);
    assert.equal(Object.keys(before).length, 2);
    const file = path.join(run.dir, last?.file ?? '');
    const bytes = fs.readFileSync(file);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    fs.rmSync(file);
    fs.writeFileSync(file, bytes);
    const again = await run.apply(1);
    assert.deepEqual(
      again.set_aside.map(({ path: name }) => name).filter((name) => !name.endsWith('.json')),
      [last?.file],
    );
    assert.deepEqual(run.hashes('checkpoints/partition_000000', ending), before);
  });
}

test('a result of another form than the last checkpoint has its rows, each time the same bytes', async () => {
  const run = planned('storage_format: jsonl\ncheckpointing: {storage_format: arrow}');
  await run.all();
  const target = 'results/partition_000000_processed.jsonl';
  const job = { kind: 'convert', dir: run.dir, token: 'test', attempt: 1, target } as const;
  const make = () =>
    convert({ ...job, plan: run.plan, partition: run.partition }, run.store, () => undefined);
  const first = await make();
  assert.equal(first.path, target);
  const rows = await tableCodec(run.plan.storage).decode(run.store.read(target));
  assert.equal(linesOf(rows), linesOf(await standingTable(run, 1)));
  assert.deepEqual(await make(), first);
  fs.rmSync(path.join(run.dir, run.slots.at(-1)?.file ?? ''));
  await assert.rejects(make(), {
    code: 'E_CHECKPOINT',
    message: /op_001_text_length_filter\.arrow cannot be used/,
  });
});

test('a run takes nothing over from one whose files have another form, and says why', async () => {
  const home = project(LINES);
  try {
    const earlier = home.run('earlier', OPS);
    for (const { id } of earlier.mapping.partitions) await earlier.work(id);
    assert.ok((home.run('same', OPS).plan.forecast?.reuse.partitions ?? 0) > 0);
    const other = home.run('other', `storage_format: arrow\n${OPS}`);
    assert.equal(other.plan.reuse, null);
    const [group] = other.plan.forecast?.groups ?? [];
    assert.equal(group?.why?.kind, 'storage');
    assert.match(group?.why?.text ?? '', /format: "parquet" → "arrow"/);
    const outcomes = await other.work(0);
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['made', 'made', 'made'],
    );
  } finally {
    home.remove();
  }
});
