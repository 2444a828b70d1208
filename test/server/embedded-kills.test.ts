import { Connection } from '@temporalio/client';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRunning } from '../../src/server/process-identity.js';
import {
  assertGone,
  atEnd,
  connected,
  embeddedOptions,
  eventually,
  recordedProcesses,
  running,
  startCommand,
  temporaryDir,
} from './helpers.js';

test('nothing is left running when the last command is killed', async (t) => {
  const dir = await temporaryDir(t);
  const { child } = await startCommand(t, dir, 'worker');
  const all = await recordedProcesses(dir);
  assert.equal(all.length, 4);
  child.kill('SIGKILL');
  for (const identity of all) await assertGone(identity);
  assert.deepEqual(await recordedProcesses(dir), []);
});

test('a killed server comes back on the same port with the same data, and clients reconnect', async (t) => {
  const dir = await temporaryDir(t);
  const { server, notices } = await connected(t, embeddedOptions(dir, true));
  const connection = await Connection.connect({ address: server.address });
  atEnd(t, () => connection.close());
  const { workflowService } = connection;
  const start = {
    namespace: 'default',
    workflowId: 'kept',
    requestId: 'r1',
    workflowType: { name: 'w' },
    taskQueue: { name: 'q' },
  };
  const { runId } = await workflowService.startWorkflowExecution(start);
  const before = await server.pids();
  process.kill(running(before.server).pid, 'SIGKILL');
  const execution = { workflowId: 'kept', runId };
  const started = await eventually('a new server', () =>
    notices.find((notice) => notice.type === 'server-started'),
  );
  const found = await eventually('an answer', () =>
    workflowService.describeWorkflowExecution({ namespace: 'default', execution }).catch(() => null),
  );
  assert.equal(found.workflowExecutionInfo?.execution?.runId, runId);
  assert.deepEqual(notices[0], { type: 'server-died', pid: before.server, signal: 'SIGKILL', code: null });
  const after = await server.pids();
  assert.deepEqual(started, { type: 'server-started', pid: after.server });
  assert.equal(after.worker, before.worker);
});

test('a killed worker is started again and the commands are told', async (t) => {
  const { server, notices } = await connected(t, embeddedOptions(await temporaryDir(t), true));
  const before = await server.pids();
  process.kill(running(before.worker).pid, 'SIGKILL');
  await eventually('a new worker', () => notices.length === 2);
  const after = await server.pids();
  assert.deepEqual(notices, [
    { type: 'worker-died', pid: before.worker, signal: 'SIGKILL', code: null },
    { type: 'worker-started', pid: after.worker },
  ]);
  assert.notEqual(after.worker, before.worker);
});

test('the children of a killed guard end soon, even a worker that ignores being told, and the next command works', async (t) => {
  const dir = await temporaryDir(t);
  const { child, pids } = await startCommand(t, dir, 'worker', 'stubborn');
  child.kill('SIGSTOP'); // so that it cannot start another guard
  const all = await recordedProcesses(dir);
  assert.equal(all.length, 4);
  process.kill(running(pids.guard).pid, 'SIGKILL');
  for (const identity of all) await assertGone(identity);
  child.kill('SIGKILL');
  const { server } = await connected(t, embeddedOptions(dir, true));
  running((await server.pids()).worker);
});

test('a connected command starts another guard when its guard is killed, and finds the same address', async (t) => {
  const dir = await temporaryDir(t);
  const { server, notices } = await connected(t, embeddedOptions(dir, true));
  const address = server.address;
  const before = await recordedProcesses(dir);
  process.kill((await server.pids()).guard, 'SIGKILL');
  await eventually('another guard', () => notices.some(({ type }) => type === 'guard-started'));
  for (const identity of before) await assertGone(identity);
  assert.deepEqual(notices, [{ type: 'guard-died' }, { type: 'guard-started' }]);
  assert.equal(server.address, address);
  const connection = await Connection.connect({ address });
  await connection.close();
});

test('when guard and watchdog are killed together, the next command ends exactly what they left', async (t) => {
  const dir = await temporaryDir(t);
  const { child, pids } = await startCommand(t, dir, 'worker', 'stubborn');
  child.kill('SIGSTOP');
  const all = await recordedProcesses(dir);
  const children = [running(pids.server), running(pids.worker)];
  for (const { pid } of all) if (pid !== pids.server && pid !== pids.worker) process.kill(pid, 'SIGKILL');
  for (const identity of children) assert.ok(isRunning(identity));
  child.kill('SIGKILL');
  const { server } = await connected(t, embeddedOptions(dir, false));
  for (const identity of children) assert.ok(!isRunning(identity));
  assert.equal(server.address, pids.address);
});

test('a killed watchdog is replaced', async (t) => {
  const dir = await temporaryDir(t);
  const { server } = await connected(t, embeddedOptions(dir, false));
  const pids = await server.pids();
  const watchdog = (await recordedProcesses(dir)).find(
    ({ pid }) => pid !== pids.guard && pid !== pids.server,
  );
  process.kill(running(watchdog?.pid ?? null).pid, 'SIGKILL');
  const next = await eventually('another watchdog', async () =>
    (await recordedProcesses(dir)).find(
      ({ pid }) => pid !== pids.guard && pid !== pids.server && pid !== watchdog?.pid,
    ),
  );
  running(next.pid);
  assert.deepEqual(await server.pids(), pids);
});
