import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { SEARCH_ATTRIBUTES } from '../../src/model/ids.js';
import { startDevServer, withoutTemporal, type DevServer } from '../../src/server/dev-server.js';
import { ensureSearchAttributes, retentionWarning } from '../../src/server/namespace.js';
import { choosePorts, isFree } from '../../src/server/ports.js';
import { findTemporal } from '../../src/server/program.js';
import { assertGone, atEnd, running, temporaryDir } from './helpers.js';

async function started(t: TestContext): Promise<DevServer & { stateDir: string }> {
  const stateDir = await temporaryDir(t);
  const { path } = await findTemporal({ log: () => undefined });
  const server = startDevServer({ program: path, stateDir, ports: await choosePorts() });
  const identity = running(server.child.pid ?? null);
  atEnd(t, async () => {
    server.child.kill('SIGTERM');
    await assertGone(identity);
  });
  return { ...server, stateDir };
}

test('a development server that is ready knows the search attributes, and writes ahead into its one file', async (t) => {
  const server = await started(t);
  await server.ready;
  const connection = await Connection.connect({ address: server.address });
  atEnd(t, () => connection.close());
  const { customAttributes } = await connection.operatorService.listSearchAttributes({
    namespace: 'default',
  });
  for (const name of Object.values(SEARCH_ATTRIBUTES)) assert.equal(customAttributes?.[name], 2, name);
  await access(join(server.stateDir, 'temporal.db-wal'));
  assert.equal(await retentionWarning(connection, 'default'), null);
});

test('search attributes are added to a namespace that lacks them, once', async (t) => {
  const server = await started(t);
  await server.ready;
  const connection = await Connection.connect({ address: server.address });
  atEnd(t, () => connection.close());
  const { operatorService } = connection;
  await operatorService.removeSearchAttributes({
    namespace: 'default',
    searchAttributes: [SEARCH_ATTRIBUTES.run],
  });
  assert.equal(await ensureSearchAttributes(connection), true);
  assert.equal(await ensureSearchAttributes(connection), true);
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace: 'default' });
  assert.equal(customAttributes?.[SEARCH_ATTRIBUTES.run], 2);
});

test('a retention under seven days is warned of, and a namespace that is not there is an error', async (t) => {
  const server = await started(t);
  await server.ready;
  const connection = await Connection.connect({ address: server.address });
  atEnd(t, () => connection.close());
  const day = msToTs(24 * 3600 * 1000);
  await connection.workflowService.registerNamespace({
    namespace: 'short',
    workflowExecutionRetentionPeriod: day,
  });
  assert.match(
    (await retentionWarning(connection, 'short')) ?? '',
    /namespace short keeps closed workflows for 1 days/,
  );
  await assert.rejects(retentionWarning(connection, 'none'), {
    code: 'E_CONNECTION',
    message: /namespace none does not exist/,
  });
});

test('a server that cannot start is an error that names its log', async (t) => {
  const stateDir = await temporaryDir(t);
  const server = startDevServer({ program: process.execPath, stateDir, ports: await choosePorts() });
  await assert.rejects(server.ready, { code: 'E_CONNECTION', place: join(stateDir, 'server.log') });
});

test('settings of a Temporal connection do not reach what we start', () => {
  assert.deepEqual(withoutTemporal({ TEMPORAL_ADDRESS: 'a', TEMPORAL_TLS: 'true', PATH: 'p' }), {
    PATH: 'p',
  });
});

test('chosen ports are free, differ, and lie below the range of source ports', async () => {
  const { grpc, ui } = await choosePorts();
  assert.notEqual(grpc, ui);
  assert.ok(Math.max(grpc, ui) < 32_768);
  assert.ok(await isFree(grpc));
  const taker = createServer().listen(grpc, '127.0.0.1');
  await once(taker, 'listening');
  assert.equal(await isFree(grpc), false);
  taker.close();
});
