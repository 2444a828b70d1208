/** What a checkpoint policy may leave out, and what it may not: the checker knows the difference. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkRun } from './check-run.js';
import { at, editJson, resealMapping } from './plant.js';
import { CANARY } from './synthetic-rows.js';
import { makeRun, type SyntheticRun } from './synthetic-run.js';

const FOLDER = 'checkpoints/partition_000000';
const FIRST = `${FOLDER}/op_000_whitespace_normalization_mapper`;
const LAST = `${FOLDER}/op_001_text_length_filter`;

let root = '';
before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'checker-'));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

async function runWith(policy: object): Promise<SyntheticRun> {
  const run = await makeRun(fs.mkdtempSync(path.join(root, 'run-')));
  editJson(run, 'metadata/plan.json', (p) => Object.assign(p, { checkpoints: policy }));
  resealMapping(run);
  return run;
}

/** Removes a checkpoint's file; with a mark its record says so. */
function removeFile(run: SyntheticRun, stem: string, marked = true): void {
  fs.rmSync(at(run, `${stem}.parquet`));
  if (marked) editJson(run, `${stem}.json`, (record) => Object.assign(record, { cleaned: true }));
}

const found = async (run: SyntheticRun): Promise<string[]> =>
  (await checkRun(run.dir, { canaries: [CANARY] })).map((v) => `${v.promise} ${v.rule}`);

test('an old file that was removed by policy, with its record marked, is no violation', async () => {
  const run = await runWith({ cleanup: true, retention: 'keep_all' });
  removeFile(run, FIRST);
  assert.deepEqual(await found(run), []);
});

test('a file that is gone without a mark is missing whatever the policy', async () => {
  const run = await runWith({ cleanup: true, retention: 'keep_all' });
  removeFile(run, FIRST, false);
  assert.ok((await found(run)).includes('P5 file-missing'));
});

test('a file must not be removed when the plan keeps all, nor the last one ever', async () => {
  const keeps = await runWith({ cleanup: false, retention: 'keep_all' });
  removeFile(keeps, FIRST);
  assert.deepEqual(await found(keeps), ['P5 cleaned']);
  const last = await runWith({ cleanup: true, retention: 'keep_all' });
  removeFile(last, LAST);
  assert.ok((await found(last)).includes('P5 cleaned'));
});

test('rows that vanish where a file was removed are found at the next one', async () => {
  const run = await runWith({ cleanup: true, retention: 'keep_all' });
  removeFile(run, FIRST);
  for (const stem of [FIRST, LAST]) {
    editJson(run, `${stem}.json`, (record) => {
      const ledger = record['ledger'] as Record<string, number>;
      ledger['rejected'] = (ledger['rejected'] ?? 0) + 1;
    });
  }
  assert.ok((await found(run)).includes('P3 row-lost'));
});

for (const retention of ['cleanup_all', 'keep_failed_only']) {
  test(`retention ${retention}: a run that is done has no violation without checkpoints, and one with them`, async () => {
    const run = await runWith({ cleanup: true, retention });
    assert.deepEqual([...new Set(await found(run))], ['P5 retention']);
    fs.rmSync(at(run, 'checkpoints'), { recursive: true });
    assert.deepEqual(await found(run), []);
  });
}
