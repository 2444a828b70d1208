/** The door through which the data goes: nothing on its way makes a file-system call beside it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { disk, hookDisk } from '../../src/storage/disk.js';
import { diskErrors } from '../../src/storage/disk-error.js';
import { PROJECT_ROOT } from '../e2e/support.js';

const FOLDERS = ['activities', 'engine', 'input', 'ops', 'plan', 'recipe', 'storage', 'table', 'workflows'];
/** Why each of these is no part of the data's way. */
const BESIDE: Record<string, string> = {
  'storage/disk.ts': 'the door itself',
  'storage/disk-fault.ts': 'counts calls in a file of the test',
  'storage/fault.ts': 'markers of the test',
  'activities/worker.ts': 'looks for the workflow bundle at the start',
  'storage/files.ts': 'asks for free space, which may fail, and streams files that are read whole',
};

test('no file on the way of the data makes file-system calls of its own', () => {
  const found = FOLDERS.flatMap((folder) => {
    const root = path.join(PROJECT_ROOT, 'src', folder);
    const names = fs.readdirSync(root, { recursive: true }).map(String);
    const calling = names.filter((name) => name.endsWith('.ts') && callsItself(path.join(root, name)));
    return calling.map((name) => `${folder}/${name}`);
  });
  assert.deepEqual(found.sort(), Object.keys(BESIDE).sort());
});

function callsItself(file: string): boolean {
  return /from '(node:)?fs(\/promises)?'/.test(fs.readFileSync(file, 'utf8'));
}

test('a call that is not hooked does what the system does, with its errors', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'disk-'));
  const file = path.join(folder, 'a');
  const written = disk.open(file, 'wx', 0o600);
  disk.write(written, Buffer.from('abc'));
  disk.fsync(written);
  disk.close(written);
  assert.equal(disk.readFile(file).toString(), 'abc');
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  assert.equal(disk.stat(path.join(folder, 'b')), undefined);
  assert.throws(() => disk.open(file, 'wx'), { code: 'EEXIST' });
  disk.remove(folder);
  assert.equal(fs.existsSync(folder), false);
});

test('a hook hears of every call with its file, and is put back', () => {
  const heard: string[] = [];
  const before = hookDisk((call, file) => heard.push(`${call} ${file}`));
  assert.equal(disk.stat('/none'), undefined);
  assert.equal(typeof hookDisk(before), 'function');
  disk.stat('/other');
  assert.deepEqual(heard, ['stat /none']);
});

test('errors of the system become ours, by what they tell; errors of ours pass as they are', () => {
  const failing = (code: string) => (): never => {
    throw Object.assign(new Error('quotes a row'), { code });
  };
  assert.throws(() => diskErrors('write a', failing('EIO')), {
    code: 'E_IO',
    message: 'cannot write a: EIO',
  });
  for (const code of ['ENOSPC', 'EDQUOT'])
    assert.throws(() => diskErrors('write a', failing(code)), { code: 'E_DISK_FULL' });
  const ours = diskErrors.bind(null, 'outer', () => diskErrors('inner', failing('EROFS')));
  assert.throws(ours, { message: 'cannot inner: EROFS' });
  assert.throws(
    () =>
      diskErrors('a', () => {
        throw new RangeError('no code');
      }),
    RangeError,
  );
});
