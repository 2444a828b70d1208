import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { noteExecution, notedExecutions } from '../../src/events/executions.js';
import { localStore } from '../../src/storage/local-store.js';

test('executions that were noted, twice or beside foreign files, are found once each', (t) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-executions-'));
  t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  const store = localStore(dir);
  assert.deepEqual(notedExecutions(store), []);
  const [a, b] = ['0199a3c2-0000-7000-8000-00000000000a', '0199a3c2-0000-7000-8000-00000000000b'];
  for (const id of [b, a, b]) noteExecution(store, id);
  fs.writeFileSync(path.join(dir, 'metadata/executions/.tmp-1'), '');
  assert.deepEqual(notedExecutions(store), [a, b]);
});
