import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkRun, readEvents, redoneOps, redoneRows } from './check-run.js';
import { at, editEvents, editExport, editJson, replaceResult, resealMapping, type Loose } from './plant.js';
import { CANARY } from './synthetic-rows.js';
import { makeRun, type SyntheticRun } from './synthetic-run.js';

let root = '';
before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'checker-'));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

async function freshRun(): Promise<SyntheticRun> {
  return makeRun(fs.mkdtempSync(path.join(root, 'run-')));
}

test('a consistent run has no violation', async () => {
  const run = await freshRun();
  const options = { canaries: [CANARY], input: run.input, expectRows: 4, expectVerdict: 'done' as const };
  assert.deepEqual(await checkRun(run.dir, options), []);
});

test('a run whose intermediate data was removed after the commit has no violation', async () => {
  const run = await freshRun();
  editJson(run, 'metadata/plan.json', (p) =>
    Object.assign(p['settings'] as Loose, { preserve_intermediate: false }),
  );
  resealMapping(run);
  for (const folder of ['partitions', 'checkpoints']) fs.rmSync(at(run, folder), { recursive: true });
  assert.deepEqual(await checkRun(run.dir, { canaries: [CANARY] }), []);
});

test('a cancelled run with a partition half-way has no violation', async () => {
  const run = await freshRun();
  fs.rmSync(at(run, 'metadata/manifest.json'));
  fs.rmSync(run.exportFile);
  const half = [
    'results/partition_000001.json',
    'checkpoints/partition_000001/op_001_text_length_filter.json',
  ];
  for (const record of half) fs.rmSync(at(run, record));
  editJson(run, 'logs/processing_summary.json', (s) => Object.assign(s, { verdict: 'cancelled' }));
  editJson(run, 'metadata/final_mapping_report.json', (m) => {
    Object.assign((m['partitions'] as Loose[])[1] ?? {}, {
      status: 'cancelled',
      result: null,
      rows_out: null,
    });
  });
  const names: Record<string, string> = {
    PROCESSING_COMPLETE: 'CANCELLED',
    OPERATION_COMPLETE: 'OPERATION_ERROR',
  };
  editEvents(run, (events) =>
    events.map((e) => {
      const type = String(e['event_type']);
      if (type === 'PROCESSING_COMPLETE') return { ...e, event_type: names[type] };
      if (e['partition_id'] !== 1) return e;
      if (type === 'PARTITION_COMPLETE') return { ...e, event_type: 'CANCELLED' };
      return type === 'OPERATION_COMPLETE' && e['operation_idx'] === 1
        ? { ...e, event_type: names[type] }
        : e;
    }),
  );
  assert.deepEqual(await checkRun(run.dir, { canaries: [CANARY], expectVerdict: 'cancelled' }), []);
});

test('a text column of JSON texts means the values of those texts', async () => {
  const run = await freshRun();
  await replaceResult(run, 0, [
    { row: 0, text: '"one"' },
    { row: 2, text: JSON.stringify('thr\u00e9e "quoted"') },
  ]);
  const found = await checkRun(run.dir);
  assert.deepEqual(
    found.filter((v) => v.promise === 'P2'),
    [],
  );
});

test('a text key with dots is looked up in the nested field', async () => {
  const run = await freshRun();
  editJson(run, 'metadata/plan.json', (p) => Object.assign(p['reader'] as Loose, { text_key: 'text.body' }));
  resealMapping(run);
  const nested = (text: string): string => JSON.stringify({ body: text });
  await replaceResult(run, 0, [
    { row: 0, text: nested('one') },
    { row: 2, text: nested('two') },
  ]);
  await replaceResult(run, 1, [
    { row: 5, text: nested('six') },
    { row: 6, text: nested('seven') },
  ]);
  const lines = ['one', 'other', 'six', 'seven'].map((body) => JSON.stringify({ text: { body } }));
  editExport(run, () => lines, true);
  const found = (await checkRun(run.dir)).filter((v) => v.promise === 'P2');
  const detail = '1 rows differ from the result, first row 2';
  assert.deepEqual(found, [
    { promise: 'P2', rule: 'export-text', detail, file: 'results/partition_000000_processed.parquet' },
  ]);
});

test('a folder that holds nothing, or only damaged files, gives violations and no error', async () => {
  const run = await freshRun();
  for (const { name, parentPath } of fs
    .readdirSync(run.dir, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())) {
    if (name !== 'dataset_mapping.json') fs.writeFileSync(path.join(parentPath, name), '[');
  }
  assert.notDeepEqual(await checkRun(run.dir, { input: run.input }), []);
  assert.notDeepEqual(await checkRun(path.join(root, 'nowhere')), []);
});

test('a retried op counts as interrupted work, not as finished work done again', async () => {
  const run = await freshRun();
  const retried = { partition: 1, op: 0, starts: 2, completes: 1, interruptedRows: 3, repeatedRows: 0 };
  assert.deepEqual(redoneOps(readEvents(run.dir)), [retried]);
});

test('an op that completed twice counts as finished work done again', async () => {
  const run = await freshRun();
  const events = readEvents(run.dir);
  assert.equal(redoneRows([...events, ...events.filter((e) => e['partition_id'] === 0)]).repeated, 3 + 2);
});
