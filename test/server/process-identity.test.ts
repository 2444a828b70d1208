import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { endProcess, identify, isRunning } from '../../src/server/process-identity.js';
import { atEnd, running, script } from './helpers.js';

test('a process is itself, and not another with the same pid', () => {
  const self = identify(process.pid);
  assert.ok(self);
  assert.ok(isRunning(self));
  assert.ok(!isRunning({ ...self, start: `${self.start}0` }));
  assert.equal(identify(2 ** 22 + 1), null);
});

test('a process that ignores SIGTERM is ended after its grace', async (t) => {
  const child = spawn(process.execPath, [script('fake-worker'), 'stubborn'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atEnd(t, () => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const exit = once(child, 'exit');
  const identity = running(child.pid ?? null);
  await endProcess(identity, 100);
  assert.deepEqual(await exit, [null, 'SIGKILL']);
  await endProcess(identity, 100);
  assert.ok(!isRunning(identity));
});

test('a process is not ended in the place of another that had its pid', async (t) => {
  const child = spawn(process.execPath, [script('fake-worker')], { stdio: ['pipe', 'pipe', 'inherit'] });
  atEnd(t, () => child.kill('SIGKILL'));
  const identity = running(child.pid ?? null);
  await endProcess({ ...identity, start: 'another' }, 0);
  assert.ok(isRunning(identity));
});
