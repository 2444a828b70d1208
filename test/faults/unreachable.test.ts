/** The server is up, but the worker cannot reach it for a while: it goes on when it can, and nothing is made twice (F5). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../e2e/support.js';
import { ownServer, stop } from './own-server.js';
import {
  assertEnded,
  assertSound,
  DONE,
  faultyWorkspace,
  nothingRuns,
  runDir,
  undisturbed,
} from './support.js';
import { tcpProxy } from './tcp-proxy.js';

/** Several heartbeat timeouts, which are 2 s in tests. */
const UNREACHABLE_MS = 8000;

it('a run whose worker cannot reach the server for a while is finished to the same bytes', async () => {
  const w = faultyWorkspace();
  const calm = await undisturbed(w);
  const server = await ownServer(w);
  const proxy = await tcpProxy(server.address);
  const worker = w.start(['worker'], { TEMPORAL_ADDRESS: proxy.address });
  const run = w.start(['run', 'recipe.yaml', '--id', 'cut'], { TEMPORAL_ADDRESS: server.address });
  const results = path.join(runDir(w, 'cut'), 'results');
  await until(() => fs.existsSync(results), 60_000, 'the first result');
  proxy.cut();
  await sleep(UNREACHABLE_MS);
  proxy.join();
  await until(() => run.process.exitCode !== null, 90_000, 'the run to end');
  assertEnded(await run.done, DONE);
  await assertSound(w, 'cut', { expectSha256: calm, kills: 2 });
  assert.equal(worker.process.exitCode, null, 'the worker ended');
  worker.process.kill('SIGTERM');
  await worker.done;
  await proxy.close();
  await stop(server);
  await nothingRuns(w);
  await w.remove();
});
