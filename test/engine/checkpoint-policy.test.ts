import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import type { CheckpointRecord } from '../../src/model/checkpoint.js';
import { readRecord } from '../../src/storage/records.js';
import { plannedRun, type PlannedRun } from './planned-run.js';

const FOLDER = 'checkpoints/partition_000000';
const CHAIN = `process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 4}
  - whitespace_normalization_mapper:
  - text_length_filter: {max_len: 20}
`;
const LINES = Array.from({ length: 60 }, (_, i) => `{"text":"${'a \u00a0'.repeat(i % 13)}${i}"}\n`).join('');
const LAST = 'op_003_text_length_filter.parquet';

const runs: PlannedRun[] = [];
after(() => runs.forEach((run) => run.remove()));

function planned(more: string): PlannedRun {
  const run = plannedRun(LINES, CHAIN + more);
  runs.push(run);
  return run;
}

const files = (run: PlannedRun): string[] =>
  run.store.list(FOLDER).filter((name) => name.endsWith('.parquet'));
const indices = (run: PlannedRun): number[] => files(run).map((name) => Number(name.slice(3, 6)));
const records = (run: PlannedRun): (CheckpointRecord | null)[] =>
  run.slots.slice(1).map((slot) => readRecord(run.store, slot));
const damage = (run: PlannedRun, name: string): void =>
  fs.writeFileSync(path.join(run.dir, FOLDER, name), 'damaged');

async function usual(): Promise<{ run: PlannedRun; last: string | undefined }> {
  const run = planned('');
  await run.all();
  return { run, last: run.hashes(FOLDER, '.parquet')[LAST] };
}

test('every strategy leaves its own checkpoints, and the same bytes at the end', async () => {
  const { run, last } = await usual();
  assert.deepEqual(indices(run), [0, 1, 2, 3]);
  for (const [policy, left] of [
    ['{strategy: every_n_ops}', [1, 3]],
    ['{strategy: every_n_ops, n_ops: 3}', [2, 3]],
    ['{strategy: manual, op_names: [whitespace_normalization_mapper]}', [0, 2, 3]],
    ['{strategy: disabled}', [3]],
  ] as const) {
    for (const fused of [false, true]) {
      const other = planned(`checkpointing: ${policy}\nop_fusion: ${fused}\nperformance: {batch_size: 7}\n`);
      await other.all();
      assert.deepEqual(indices(other), left, policy);
      assert.equal(other.hashes(FOLDER, '.parquet')[LAST], last, policy);
    }
  }
});

test('a checkpoint has the same fingerprint whatever the policy', async () => {
  const { run } = await usual();
  const sparse = planned(
    'checkpointing: {strategy: every_n_ops, max_checkpoints_per_partition: 1}\nop_fusion: true\n',
  );
  assert.deepEqual(
    sparse.slots.map((slot) => slot.fingerprint),
    [run.slots[0], run.slots[2], run.slots[4]].map((slot) => slot?.fingerprint),
  );
});

test('beyond max_checkpoints_per_partition the oldest file goes with each commit, and is told', async () => {
  const run = planned('checkpointing: {max_checkpoints_per_partition: 2}\n');
  await run.cut();
  const told = [];
  for (const index of [0, 1, 2, 3]) {
    const { cleaned } = await run.apply(index);
    told.push(cleaned?.files);
    assert.ok(indices(run).includes(index), 'the furthest stays');
  }
  assert.deepEqual(told, [undefined, undefined, 1, 1]);
  assert.deepEqual(indices(run), [2, 3]);
  assert.equal(records(run).filter((record) => record !== null).length, 4);
  assert.equal(run.store.size('partitions/partition_000000.parquet') !== null, true);
});

test('cleanup_old_checkpoints: false keeps every file', async () => {
  const run = planned('checkpointing: {max_checkpoints_per_partition: 1, cleanup_old_checkpoints: false}\n');
  for (const { cleaned } of await run.all()) assert.equal(cleaned, undefined);
  assert.deepEqual(indices(run), [0, 1, 2, 3]);
});

test('a damaged furthest checkpoint whose forerunners were removed is made again from the partition', async () => {
  const { last } = await usual();
  const run = planned('checkpointing: {max_checkpoints_per_partition: 1}\n');
  await run.all();
  const before = records(run).slice(0, 3);
  damage(run, LAST);
  const again = await run.apply(3);
  assert.equal(again.loaded_from, -1);
  assert.deepEqual(
    again.set_aside.map(({ path: name }) => path.basename(name)),
    [LAST, LAST.replace('.parquet', '.json')],
  );
  assert.deepEqual(
    again.ops.map(({ index }) => index),
    [0, 1, 2, 3],
  );
  // On the way no file is written again only to be removed again: the records are those of the first time.
  assert.deepEqual(records(run).slice(0, 3), before);
  assert.deepEqual(indices(run), [3]);
  assert.equal(run.hashes(FOLDER, '.parquet')[LAST], last);
});

test('a segment whose file was removed is made again when it is asked for, and the next one starts from it', async () => {
  const { last } = await usual();
  const run = planned('checkpointing: {max_checkpoints_per_partition: 1}\n');
  await run.all();
  damage(run, LAST);
  assert.equal((await run.cut()).record.index, -1);
  for (const index of [0, 1, 2, 3]) {
    const outcome = await run.apply(index);
    assert.equal(outcome.loaded_from, index - 1);
    assert.deepEqual(outcome.set_aside, []);
    assert.deepEqual(indices(run), [index]);
  }
  assert.equal(run.hashes(FOLDER, '.parquet')[LAST], last);
});

test('a lost record among removed files is made again, with the checkpoints that follow still valid', async () => {
  const run = planned('checkpointing: {max_checkpoints_per_partition: 1}\n');
  await run.all();
  fs.rmSync(path.join(run.dir, `${run.slots[2]?.stem}.json`));
  const outcomes = await run.all();
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ['adopted', 'made', 'made', 'made', 'adopted'],
  );
  assert.equal(
    records(run).every((record) => record !== null),
    true,
  );
});

test('rows that were given up stay so when a removed checkpoint is gone through again', async () => {
  const run = planned('checkpointing: {max_checkpoints_per_partition: 1}\n');
  await run.cut();
  await run.apply(0);
  const given = await run.apply(1, true);
  assert.equal(given.ledger.rows_out, 0);
  await run.apply(2);
  const whole = await run.apply(3);
  damage(run, LAST);
  const again = await run.apply(3);
  assert.equal(again.record.sha256, whole.record.sha256);
  assert.equal(again.ledger.quarantined, given.ledger.quarantined);
});
