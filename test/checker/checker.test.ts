import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkRun } from './check-run.js';
import { DATA_PLANTS } from './plants-data.js';
import { STORY_PLANTS } from './plants-story.js';
import { CANARY } from './synthetic-rows.js';
import { makeRun } from './synthetic-run.js';

let root = '';
before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'checker-'));
});
after(() => fs.rmSync(root, { recursive: true, force: true }));

for (const { what, found, plant, options } of [...DATA_PLANTS, ...STORY_PLANTS]) {
  test(`${what}: found as ${found}`, async () => {
    const run = await makeRun(fs.mkdtempSync(path.join(root, 'run-')));
    await plant(run);
    const violations = await checkRun(run.dir, { canaries: [CANARY], ...options?.(run) });
    const names = violations.map((v) => `${v.promise} ${v.rule}`);
    assert.ok(names.includes(found), `found instead: ${JSON.stringify(violations, null, 1)}`);
  });
}
