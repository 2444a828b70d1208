/** The fault point `fs` of JUICER_FAULTS, in processes of its own: faults are read as the storage is loaded. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'disk-fault-'));
const STORE = new URL('../../src/storage/local-store.js', import.meta.url).href;
after(() => fs.rmSync(ROOT, { recursive: true }));

/** Commits three files in a process with faults; gives what each commit came to. */
function commits(folder: string, faults: object[]): string[] {
  const script = `
    import { localStore } from ${JSON.stringify(STORE)};
    const store = localStore(${JSON.stringify(path.join(ROOT, folder))});
    const told = ['a', 'b', 'c'].map((name) => {
      try { return store.commit(name, Buffer.from(name), { mode: 'replace' }); } catch (error) { return error.code; }
    });
    console.log(JSON.stringify(told));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, JUICER_FAULTS: JSON.stringify(faults) },
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as string[];
}

test('without a code calls are counted and none fails', () => {
  const marker = path.join(ROOT, 'counted');
  assert.deepEqual(commits('count', [{ point: 'fs', marker }]), ['committed', 'committed', 'committed']);
  const { size } = fs.statSync(`${marker}.count`);
  assert.equal(size % 3, 0);
  assert.ok(size > 30, `${size} calls`);
});

test('the n-th call fails once, in all processes together when a marker is given', () => {
  const marker = path.join(ROOT, 'once-marker');
  const fault = { point: 'fs', nth: 20, code: 'EIO', marker };
  assert.deepEqual(commits('once', [fault]), ['committed', 'E_IO', 'committed']);
  assert.deepEqual(commits('once', [fault]), ['committed', 'committed', 'committed']);
  assert.ok(fs.existsSync(marker));
});

test('a match narrows the calls to a kind of call or a file', () => {
  const fault = { point: 'fs', match: 'rename', nth: 3, code: 'ENOSPC' };
  assert.deepEqual(commits('match', [fault]), ['committed', 'committed', 'E_DISK_FULL']);
});
