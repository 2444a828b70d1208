/** A commit gives a file its name only when it is whole, whichever call fails. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import { hookDisk } from '../../src/storage/disk.js';
import { systemError, type DiskHook } from '../../src/storage/disk-fault.js';
import { localStore, sweepLocal } from '../../src/storage/local-store.js';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'local-store-'));
const CONTENT = Buffer.from('one two three');

let dir = '';
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(ROOT, 'x-'));
});
afterEach(() => hookDisk(null));
after(() => fs.rmSync(ROOT, { recursive: true }));

/** Calls that a piece of work makes. */
function callsOf(work: () => void): number {
  let calls = 0;
  hookDisk(() => calls++);
  work();
  hookDisk(null);
  return calls;
}

function failing(n: number, code: string): DiskHook {
  let calls = 0;
  return (call, file) => {
    if (++calls === n) throw systemError(code, call, file);
  };
}

function write(name: string, pieces: readonly Uint8Array[]): string {
  const writer = localStore(dir).writer(name);
  try {
    for (const piece of pieces) writer.append(piece);
    return writer.commit('if-absent');
  } catch (error) {
    writer.abort();
    throw error;
  }
}

for (const [code, ours] of [
  ['EIO', 'E_IO'],
  ['ENOSPC', 'E_DISK_FULL'],
] as const) {
  test(`a commit of which any one call fails with ${code} leaves the whole file or none, and nothing temporary`, () => {
    const calls = callsOf(() => localStore(dir).commit('calm', CONTENT, { mode: 'replace' }));
    assert.ok(calls >= 13, `${calls} calls`);
    for (let n = 1; n <= calls; n++) {
      hookDisk(failing(n, code));
      assert.throws(() => localStore(dir).commit(`f${n}`, CONTENT, { mode: 'replace' }), { code: ours });
      hookDisk(null);
      const file = path.join(dir, `f${n}`);
      if (fs.existsSync(file)) assert.deepEqual(fs.readFileSync(file), CONTENT, `call ${n}`);
    }
    assert.deepEqual(
      fs.readdirSync(dir).filter((name) => name.startsWith('.tmp-')),
      [],
    );
  });
}

for (const [how, pieces] of [
  ['in one piece', [CONTENT]],
  ['in several pieces', [CONTENT, CONTENT, CONTENT]],
] as const) {
  test(`a file written ${how} that does not read back as it was written is E_IO, and gets no name`, () => {
    for (const harm of [harmByte, harmLength]) {
      hookDisk((call, file) => call === 'close' && file.includes('.tmp-') && harm(file));
      assert.throws(() => write('harmed', pieces), { code: 'E_IO', message: /does not read back/ });
      hookDisk(null);
      assert.deepEqual(fs.readdirSync(dir), []);
    }
    assert.equal(write('sound', pieces), 'committed');
    assert.deepEqual(fs.readFileSync(path.join(dir, 'sound')), Buffer.concat(pieces));
  });
}

function harmByte(file: string): void {
  const bytes = fs.readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 4, bytes.length - 1);
  fs.writeFileSync(file, bytes);
}

function harmLength(file: string): void {
  fs.appendFileSync(file, 'x');
}

test('a file that stands is kept by a commit if absent, and replaced by a commit that replaces', () => {
  const store = localStore(dir);
  assert.equal(store.commit('a', CONTENT, { mode: 'if-absent' }), 'committed');
  assert.equal(store.commit('a', Buffer.from('other'), { mode: 'if-absent' }), 'exists');
  assert.deepEqual(Buffer.from(store.read('a')), CONTENT);
  store.commit('a', new Uint8Array(), { mode: 'replace' });
  assert.equal(store.size('a'), 0);
  assert.deepEqual(store.list('.'), ['a']);
});

test('a range is read to its end, or it is E_IO that names where the file ends', () => {
  const store = localStore(dir);
  store.commit('a', CONTENT, { mode: 'replace' });
  assert.equal(Buffer.from(store.read('a', { start: 4, end: 7 })).toString(), 'two');
  assert.throws(() => store.read('a', { start: 4, end: 99 }), {
    code: 'E_IO',
    message: 'a ends at byte 13, before byte 99',
  });
});

test('temporary files of an attempt that is gone are swept by its token, those of others stay', () => {
  localStore(dir, 'dead').writer('a').append(CONTENT);
  localStore(dir, 'live').writer('b').append(CONTENT);
  assert.equal(sweepLocal(dir, ['.', 'none'], 'dead'), 1);
  assert.deepEqual(
    fs.readdirSync(dir).map((name) => name.includes('live')),
    [true],
  );
});
