/** A run that was steered is no violation: the checker knows what people may ask, and finds what they did not. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkRun, readEvents, redoneRows } from './check-run.js';
import { STEERING_PLANTS } from './plants-steering.js';
import { parked, rerun, skipped, steer, yielded } from './steered-run.js';
import { CANARY } from './synthetic-rows.js';
import { makeRun, type SyntheticRun } from './synthetic-run.js';

let root = '';
before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'checker-'));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

const fresh = (): Promise<SyntheticRun> => makeRun(fs.mkdtempSync(path.join(root, 'run-')));

test('a run that left a partition out has no violation', async () => {
  const run = await fresh();
  skipped(run);
  assert.deepEqual(await checkRun(run.dir, { canaries: [CANARY], expectVerdict: 'done' }), []);
});

test('a run that waits for a decision has no violation', async () => {
  const run = await fresh();
  parked(run);
  assert.deepEqual(await checkRun(run.dir, { canaries: [CANARY], expectVerdict: 'waiting' }), []);
});

test('a partition that stopped at a checkpoint and went on has no violation', async () => {
  const run = await fresh();
  yielded(run);
  assert.deepEqual(await checkRun(run.dir, { canaries: [CANARY] }), []);
});

test('a partition that was made again because it was asked for has no violation, and counts as no repeated work', async () => {
  const run = await fresh();
  rerun(run, 0);
  assert.deepEqual(await checkRun(run.dir, { canaries: [CANARY] }), []);
  assert.equal(redoneRows(readEvents(run.dir)).repeated, 0);
});

test('work that is done again for damage from outside is no violation where the damage is known', async () => {
  const run = await fresh();
  rerun(run, 5);
  assert.deepEqual(await checkRun(run.dir, { damaged: [0] }), []);
  assert.notDeepEqual(await checkRun(run.dir), []);
});

test('a step that was done again after it had succeeded may need another attempt', async () => {
  const run = await fresh();
  const step = { operation_name: 'report', operation_idx: null, partition_id: null };
  steer(run, [
    { ...step, event_type: 'RESOURCE_USAGE', attempt: 1 },
    { ...step, event_type: 'OPERATION_START', attempt: 2 },
    { ...step, event_type: 'OPERATION_ERROR', attempt: 2 },
    { ...step, event_type: 'OPERATION_RETRY', attempt: 3 },
    { ...step, event_type: 'RESOURCE_USAGE', attempt: 3 },
  ]);
  assert.deepEqual(await checkRun(run.dir), []);
});

for (const { what, found, plant, options } of STEERING_PLANTS) {
  test(`${what}: found as ${found}`, async () => {
    const run = await fresh();
    await plant(run);
    const violations = await checkRun(run.dir, { canaries: [CANARY], ...options?.(run) });
    const names = violations.map((v) => `${v.promise} ${v.rule}`);
    assert.ok(names.includes(found), `found instead: ${JSON.stringify(violations, null, 1)}`);
  });
}
