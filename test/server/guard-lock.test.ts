import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { dialGuard, takeLock } from '../../src/server/guard-lock.js';
import { atEnd, temporaryDir } from './helpers.js';

test('of many that take the lock at once exactly one gets it, and it can be dialled', async (t) => {
  const dir = await temporaryDir(t);
  const takers = await Promise.all(
    Array.from({ length: 8 }, () => takeLock(dir, (socket) => socket.destroy())),
  );
  const locks = takers.filter((lock) => lock !== null);
  assert.equal(locks.length, 1);
  const socket = await dialGuard(dir);
  assert.ok(socket);
  socket.destroy();
  locks[0]?.close();
});

test('a folder without any guard cannot be dialled', async (t) => {
  assert.equal(await dialGuard(await temporaryDir(t)), null);
});

test('the lock of an owner that has gone can be taken, and only the newest socket stays', async (t) => {
  const dir = await temporaryDir(t);
  const first = await takeLock(dir, (socket) => socket.destroy());
  assert.ok(first);
  assert.equal(await takeLock(dir, () => undefined), null);
  await new Promise((resolve) => first.close(resolve));
  assert.equal(await dialGuard(dir), null);
  const second = await takeLock(dir, (socket) => socket.destroy());
  assert.ok(second);
  atEnd(t, () => second.close());
  assert.deepEqual(await readdir(dir), ['guard-000002.sock']);
});
