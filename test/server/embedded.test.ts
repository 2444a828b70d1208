import { Connection } from '@temporalio/client';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectEmbedded } from '../../src/server/embedded.js';
import { dialGuard } from '../../src/server/guard-lock.js';
import { connectRemote } from '../../src/server/connect.js';
import { isRunning } from '../../src/server/process-identity.js';
import { PROTOCOL, receive, send, type FromGuard } from '../../src/server/protocol.js';
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

test('an embedded server serves and leaves nothing running when its only command lets go', async (t) => {
  const dir = await temporaryDir(t);
  const server = await connectEmbedded(embeddedOptions(dir, true));
  const connection = await Connection.connect({ address: server.address });
  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  assert.equal(config?.workflowExecutionRetentionTtl?.seconds?.toNumber(), 720 * 3600);
  assert.equal((await fetch(server.uiUrl)).status, 200);
  await connection.close();
  const worker = running((await server.pids()).worker);
  const all = await recordedProcesses(dir);
  assert.equal(all.length, 4);
  assert.ok(all.some(({ pid }) => pid === worker.pid));
  const output = await eventually('words of the worker', () =>
    readFile(join(dir, 'worker.log'), 'utf8').catch(() => null),
  );
  assert.deepEqual(JSON.parse(output), { address: server.address, mark: 'mark' });
  await server.close();
  for (const identity of all) await assertGone(identity);
});

test('a worker that a later command asks for starts then, and the first command is told nothing is wrong', async (t) => {
  const dir = await temporaryDir(t);
  const first = await connected(t, embeddedOptions(dir, false));
  const before = await first.server.pids();
  assert.equal(before.worker, null);
  const second = await connected(t, embeddedOptions(dir, true));
  const after = await second.server.pids();
  assert.deepEqual({ ...after, worker: null }, before);
  running(after.worker);
  assert.deepEqual(first.notices, []);
});

test('two commands that start at the same moment share one guard, and the server stays until both have gone', async (t) => {
  const dir = await temporaryDir(t);
  const [a, b] = await Promise.all([startCommand(t, dir), startCommand(t, dir)]);
  assert.deepEqual(a.pids, b.pids);
  const guard = running(a.pids.guard);
  const server = running(a.pids.server);
  a.child.kill('SIGKILL');
  const c = await startCommand(t, dir);
  assert.deepEqual(c.pids, b.pids);
  assert.ok(isRunning(guard) && isRunning(server));
  b.child.kill('SIGKILL');
  c.child.kill('SIGKILL');
  await assertGone(server);
  await assertGone(guard);
});

test('a state folder keeps its ports', async (t) => {
  const dir = await temporaryDir(t);
  const first = await connectEmbedded(embeddedOptions(dir, false));
  await first.close();
  const { server } = await connected(t, embeddedOptions(dir, false));
  assert.equal(server.address, first.address);
  assert.equal(server.uiUrl, first.uiUrl);
});

test('a recorded pid that now belongs to another process is left alone', async (t) => {
  const dir = await temporaryDir(t);
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  atEnd(t, () => bystander.kill('SIGKILL'));
  const identity = running(bystander.pid ?? null);
  const recycled = { ...identity, start: `1@${identity.start.split('@')[1]}` };
  const processes = { guard: recycled, watchdog: null, worker: recycled, server: recycled };
  await writeFile(
    join(dir, 'server.json'),
    JSON.stringify({ schema_version: 1, ports: null, socket_dir: null, processes }),
  );
  await connected(t, embeddedOptions(dir, false));
  assert.ok(isRunning(identity));
});

test('a state folder whose path is too long for a socket works through a private temporary folder', async (t) => {
  const dir = join(await temporaryDir(t), 'x'.repeat(120));
  await mkdir(dir, { recursive: true });
  const a = await connected(t, embeddedOptions(dir, false));
  const b = await connected(t, embeddedOptions(dir, false));
  assert.deepEqual(await a.server.pids(), await b.server.pids());
  const { socket_dir } = JSON.parse(await readFile(join(dir, 'server.json'), 'utf8')) as {
    socket_dir: string;
  };
  assert.ok(socket_dir.length < 80, socket_dir);
  atEnd(t, () => rm(socket_dir, { recursive: true, force: true }));
});

test('a command of another version is refused with the reason', async (t) => {
  const dir = await temporaryDir(t);
  await connected(t, embeddedOptions(dir, false));
  const socket = await dialGuard(dir);
  assert.ok(socket);
  const answer = new Promise<FromGuard>((resolve) => receive<FromGuard>(socket, resolve));
  send(socket, { type: 'hello', protocol: PROTOCOL, version: '999.0.0', worker: null });
  const refusal = await answer;
  assert.equal(refusal.type, 'refused');
  assert.match(JSON.stringify(refusal), /in use by version .*this is version 999\.0\.0/);
});

test('a worker command that cannot be started is an error, and leaves nothing running', async (t) => {
  const dir = await temporaryDir(t);
  const options = { ...embeddedOptions(dir, true), workerCommand: [join(dir, 'no-such-program')] };
  await assert.rejects(connectEmbedded(options), /no-such-program/);
  await eventually('an end without processes', async () => (await recordedProcesses(dir)).length === 0);
});

test(
  'everything that the server opens listens on loopback only',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const dir = await temporaryDir(t);
    const { server } = await connected(t, embeddedOptions(dir, false));
    const pid = (await server.pids()).server;
    const listeners = await listeningAddresses(pid ?? 0);
    assert.ok(listeners.length >= 2);
    for (const address of listeners) assert.equal(address, '0100007F');
  },
);

test('a connection to an embedded server reaches it as a configured one would', async (t) => {
  const dir = await temporaryDir(t);
  const { server } = await connected(t, embeddedOptions(dir, false));
  const connection = await connectRemote({ address: server.address, namespace: 'default', connection: {} });
  const count = await connection.workflowService.countWorkflowExecutions({
    namespace: 'default',
    query: "JuicerRun = 'x'",
  });
  assert.equal(Number(count.count ?? 0), 0);
  await connection.close();
});

/** Local addresses (hex, as the kernel writes them) of the listening TCP sockets of a process. */
async function listeningAddresses(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((line) => line.trim().split(/\s+/));
  return rows
    .filter((row) => row[3] === '0A' && inodes.has(row[9] ?? ''))
    .map((row) => (row[1] ?? '').split(':')[0] ?? '');
}
