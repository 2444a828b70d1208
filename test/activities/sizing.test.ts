/** What was found of the input is found once: a plan or mapping that is lost is made again with the same partitions. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { runChain } from '../../bench/chain/run-chain.js';
import { smallRun } from '../../bench/chain/small-run.js';
import { forgetRunFiles } from '../../src/activities/run-files.js';
import type { DatasetMapping, Plan } from '../../src/model/plan.js';
import { readJson, sealed, sha256, writeJson } from '../../src/storage/json-file.js';
import { localStore } from '../../src/storage/local-store.js';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'sizing-'));
after(() => fs.rmSync(ROOT, { recursive: true }));

const PLAN = 'metadata/plan.json';
const MAPPING = 'metadata/dataset_mapping.json';

for (const keys of ['mode: auto', 'strategy: size']) {
  test(`partition: {${keys}}: a lost plan or mapping is made again as it was, without another look at the input`, async () => {
    const small = smallRun(fs.mkdtempSync(path.join(ROOT, 'x-')), `partition: {${keys}}`);
    const at = (name: string): string => path.join(small.run.dir, name);
    const json = <T>(name: string): T => JSON.parse(fs.readFileSync(at(name), 'utf8')) as T;
    assert.equal((await runChain(small)).stopped, null);
    const mapping = fs.readFileSync(at(MAPPING), 'utf8');
    const { sizing } = json<DatasetMapping>(MAPPING);
    assert.ok(sizing?.survey && sizing.bounds.even);
    assert.deepEqual(json<Plan>(PLAN).sizing, sizing);
    for (const lost of [MAPPING, PLAN]) {
      fs.rmSync(at(lost));
      assert.equal((await runChain(small)).stopped, null);
      assert.equal(fs.readFileSync(at(MAPPING), 'utf8'), mapping);
      assert.deepEqual(json<Plan>(PLAN).sizing, sizing);
    }
  });
}

test('a mapping of an earlier build, without a word on its sizes, is made again as that build made it', async () => {
  const small = smallRun(fs.mkdtempSync(path.join(ROOT, 'x-')));
  const store = localStore(small.run.dir);
  assert.equal((await runChain(small)).stopped, null);
  const without = (name: string): object => {
    const { sizing: _, ...rest } = readJson<DatasetMapping | Plan>(store, name) ?? {};
    return rest;
  };
  const mapping_sha256 = sha256(sealed(without(MAPPING)));
  const plan = without(PLAN);
  for (const name of [PLAN, MAPPING]) fs.rmSync(path.join(small.run.dir, name));
  writeJson(store, PLAN, { ...plan, mapping_sha256 });
  forgetRunFiles();
  assert.equal((await runChain(small)).stopped, null);
  assert.equal(sha256(store.read(MAPPING)), mapping_sha256);
});

test('partitions of so many rows take no look at the input', async () => {
  const small = smallRun(fs.mkdtempSync(path.join(ROOT, 'x-')));
  const at = (name: string): string => path.join(small.run.dir, name);
  assert.equal((await runChain(small)).stopped, null);
  const mapping = JSON.parse(fs.readFileSync(at(MAPPING), 'utf8')) as DatasetMapping;
  assert.equal(mapping.sizing?.survey, null);
  assert.equal(mapping.sizing.bounds.even, null);
  assert.match(mapping.sizing.why, /^at most 20 rows \(partition_size\)/);
});
