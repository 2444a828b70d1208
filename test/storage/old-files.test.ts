import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { CheckpointRecord } from '../../src/model/checkpoint.js';
import { emptyLedger } from '../../src/model/ledger.js';
import { localStore } from '../../src/storage/local-store.js';
import { removeOldFiles } from '../../src/storage/old-files.js';
import {
  commitCheckpoint,
  loadFurthest,
  readRecord,
  type CheckpointSlot,
} from '../../src/storage/records.js';
import type { Store } from '../../src/storage/store.js';

const dirs: string[] = [];
after(() => dirs.forEach((dir) => fs.rmSync(dir, { recursive: true, force: true })));

const SLOTS = [0, 1, 2, 3].map((index): CheckpointSlot => ({
  index,
  stem: `c/op_${index}`,
  file: `c/op_${index}.parquet`,
  fingerprint: `f${index}`,
}));

const RECORD: Omit<CheckpointRecord, 'file' | 'bytes' | 'sha256' | 'quarantine' | 'fingerprint' | 'index'> = {
  schema_version: 1,
  run_id: 'run',
  partition: 0,
  name: 'op',
  version: 1,
  params: {},
  format: 'parquet',
  engine: 'parquet-wasm',
  compression: 'snappy',
  rows_in: 0,
  rows_out: 0,
  ops: [],
  ledger: emptyLedger(),
  created_at: '',
  attempt: 1,
};

/** A store in which every slot has a checkpoint of ten bytes and one quarantined row. */
function filled(): Store {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-'));
  dirs.push(dir);
  const store = localStore(dir, 'test');
  SLOTS.forEach((slot) => commit(store, slot));
  return store;
}

function commit(store: Store, slot: CheckpointSlot): ReturnType<typeof commitCheckpoint> {
  const bytes = Buffer.from(`checkpoint${slot.index}`.slice(-10));
  const record = { ...RECORD, index: slot.index };
  return commitCheckpoint(store, { slot, bytes, quarantine: Buffer.from('{}\n'), record });
}

const files = (store: Store): string[] => store.list('c').filter((name) => name.endsWith('.parquet'));

test('the oldest files beyond the limit go; records and quarantined rows stay, and say that the file went', () => {
  const store = filled();
  assert.deepEqual(removeOldFiles(store, SLOTS, 2), { files: 2, bytes: 20 });
  assert.deepEqual(files(store), ['op_2.parquet', 'op_3.parquet']);
  assert.deepEqual(
    SLOTS.map((slot) => readRecord(store, slot)?.cleaned),
    [true, true, undefined, undefined],
  );
  assert.equal(store.list('c').filter((name) => name.endsWith('.quarantine.jsonl')).length, 4);
  assert.equal(removeOldFiles(store, SLOTS, 2), null);
});

test('the furthest file stays with the least limit there is', () => {
  const store = filled();
  removeOldFiles(store, SLOTS, 1);
  assert.deepEqual(files(store), ['op_3.parquet']);
});

test('a record is marked before its file goes, so that a death in between is no damage', () => {
  const store = filled();
  const order: string[] = [];
  const [commitTo, removeFrom] = [store.commit.bind(store), store.remove.bind(store)];
  store.commit = (name, bytes, options) => {
    order.push(`mark ${name}`);
    return commitTo(name, bytes, options);
  };
  store.remove = (name) => {
    order.push(`remove ${name}`);
    throw new Error('died');
  };
  assert.throws(() => removeOldFiles(store, SLOTS, 3), /died/);
  assert.deepEqual(order, ['mark c/op_0.json', 'remove c/op_0.parquet']);
  store.remove = removeFrom;
  assert.deepEqual(removeOldFiles(store, SLOTS, 3), { files: 1, bytes: 10 });
  assert.deepEqual(files(store), ['op_1.parquet', 'op_2.parquet', 'op_3.parquet']);
});

test('a look-up passes over records whose files were removed, and sets none of them aside', () => {
  const store = filled();
  removeOldFiles(store, SLOTS, 1);
  assert.equal(loadFurthest(store, SLOTS).loaded?.record.index, 3);
  fs.writeFileSync(path.join(dirs.at(-1) ?? '', 'c/op_3.parquet'), 'damaged!!!');
  const { loaded, setAside } = loadFurthest(store, SLOTS);
  assert.equal(loaded, null);
  assert.deepEqual([...new Set(setAside.map(({ path: name }) => name))].sort(), [
    'c/op_3.json',
    'c/op_3.parquet',
    'c/op_3.quarantine.jsonl',
  ]);
});

test('a file without a mark that is not there is damage as before', () => {
  const store = filled();
  store.remove('c/op_3.parquet');
  const { loaded, setAside } = loadFurthest(store, SLOTS);
  assert.equal(loaded?.record.index, 2);
  assert.match(setAside[0]?.reason ?? '', /is missing/);
});

test('a checkpoint that is made again loses the mark, and nothing is set aside for it', () => {
  const store = filled();
  removeOldFiles(store, SLOTS, 1);
  const slot = SLOTS[1] as CheckpointSlot;
  const { record, adopted, setAside } = commit(store, slot);
  assert.deepEqual([record.cleaned, adopted, setAside], [undefined, false, []]);
  assert.equal(loadFurthest(store, SLOTS.slice(0, 2)).loaded?.record.index, 1);
});
