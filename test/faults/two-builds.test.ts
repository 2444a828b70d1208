/** A run is begun by one build of the package and finished by another (P2, P4, P6). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openSession } from '../../src/client/session.js';
import { notedExecutions } from '../../src/events/executions.js';
import { readRunHistories } from '../../src/events/read-history.js';
import { buildId } from '../../src/server/build-id.js';
import type { DevServer } from '../../src/server/dev-server.js';
import { localStore } from '../../src/storage/local-store.js';
import { until, type Workspace } from '../e2e/support.js';
import { ownServer, stop } from './own-server.js';
import { HARMFUL, HARMLESS, otherBuild, type OtherBuild } from './builds.js';
import { kill } from './kill.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  finished,
  nothingRuns,
  processesIn,
  runDir,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

const HELD = { name: 'held', point: 'op.start', match: 'partition_5/op_1/', action: 'hold' as const };

describe('a run that is begun on one build', () => {
  let next: OtherBuild;
  let calm = '';

  before(async () => {
    next = otherBuild('99.0.0', HARMLESS);
    const w = faultyWorkspace();
    calm = await undisturbed(w);
    await w.remove();
  });
  after(() => next.remove());

  it('is finished on the next one, of which an embedded server and worker take it over', async () => {
    const w = faultyWorkspace();
    const run = w.start(['run', 'recipe.yaml', '--id', 'taken'], withFaults(w, [HELD]));
    await struck(w, 'held');
    await finished(w, 'taken', [0]);
    const { worker } = w.pids();
    for (const pid of [...Object.values(w.pids()), run.process.pid, ...processesIn(w.dir)]) kill(pid);
    await run.done;
    await nothingRuns(w);
    assertEnded(await next.start(w, ['resume', 'taken']).done, DONE);
    await assertSound(w, 'taken', { expectSha256: calm, kills: 1 });
    const workers = workersOf(w, 'taken');
    assert.ok(workers.has(Number(worker)), 'the first worker is told');
    assert.ok(workers.size > 1, 'the second worker is told');
    await nothingRuns(w);
    assertBoth(await buildsOf(w, 'taken', { stateDir: w.path('.juicer') }));
    await w.remove();
  });

  it('is finished on the next one when workers of a server of its own are replaced', async () => {
    const w = faultyWorkspace();
    const server = await ownServer(w);
    const env = { TEMPORAL_ADDRESS: server.address };
    const first = w.start(['worker'], { ...withFaults(w, [HELD]), ...env, JUICER_GRACE_MS: '500' });
    const run = w.start(['run', 'recipe.yaml', '--id', 'rolled'], env);
    await struck(w, 'held');
    const second = next.start(w, ['worker'], env);
    await until(() => second.stderr().includes(`build ${next.version}+`), 60_000, 'the second worker');
    first.process.kill('SIGTERM');
    assertEnded(await first.done, 0);
    assertEnded(await run.done, DONE);
    await assertSound(w, 'rolled', { expectSha256: calm, kills: 1 });
    const workers = workersOf(w, 'rolled');
    assert.ok(workers.has(Number(first.process.pid)) && workers.has(Number(second.process.pid)));
    assertBoth(await buildsOf(w, 'rolled', { address: server.address }));
    second.process.kill('SIGTERM');
    assertEnded(await second.done, 0);
    await stop(server);
    await nothingRuns(w);
    await w.remove();
  });

  it('stands still on one that cannot replay it, and is finished on the first one again', async () => {
    const harmful = otherBuild('99.0.1', HARMFUL);
    const w = faultyWorkspace();
    const server = await ownServer(w);
    const env = { TEMPORAL_ADDRESS: server.address };
    const first = w.start(['worker'], { ...withFaults(w, [HELD]), ...env });
    const run = w.start(['run', 'recipe.yaml', '--id', 'back'], env);
    await struck(w, 'held');
    kill(first.process.pid);
    await first.done;
    const wrong = harmful.start(w, ['worker'], env);
    await until(() => isRefused(server, 'back'), 60_000, 'a workflow task to fail');
    wrong.process.kill('SIGTERM');
    assertEnded(await wrong.done, 0);
    const again = w.start(['worker'], env);
    assertEnded(await run.done, DONE);
    await assertSound(w, 'back', { expectSha256: calm, kills: 2 });
    again.process.kill('SIGTERM');
    assertEnded(await again.done, 0);
    await stop(server);
    await nothingRuns(w);
    await w.remove();
    harmful.remove();
  });

  function assertBoth(builds: ReadonlySet<string>): void {
    assert.equal(builds.size, 2, [...builds].join(' '));
    assert.ok(builds.has(buildId()), 'the first build did workflow tasks');
    assert.ok([...builds].some((build) => build.startsWith(`${next.version}+`)));
  }
});

/** Process ids of the workers that the events name. */
function workersOf(w: Workspace, id: string): Set<number> {
  const workers = eventsOf(w, id).map((e) => (e['metadata'] as { worker?: string }).worker ?? '');
  return new Set(workers.filter((worker) => worker !== '').map((worker) => Number(worker.split(':').at(-1))));
}

/** Builds whose workers took the run's own workflow tasks, as the server has them. */
async function buildsOf(
  w: Workspace,
  id: string,
  where: { stateDir: string } | { address: string },
): Promise<Set<string>> {
  const session = await openSession({ ...where, env: {} });
  const builds = new Set<string>();
  try {
    const noted = notedExecutions(localStore(runDir(w, id)));
    for await (const { execution } of readRunHistories(session.client, id, noted)) {
      for (const event of execution?.events ?? []) {
        const build = event.workflowTaskCompletedEventAttributes?.workerVersion?.buildId;
        if (build) builds.add(build);
      }
    }
  } finally {
    await session.close();
  }
  return builds;
}

/** Whether a worker has said that it cannot replay the run. */
async function isRefused({ address }: DevServer, id: string): Promise<boolean> {
  const session = await openSession({ address, env: {} });
  try {
    const { events } = await session.client.workflow.getHandle(id).fetchHistory();
    const failures = (events ?? []).map((e) => e.workflowTaskFailedEventAttributes?.failure?.message ?? '');
    return failures.some((message) => message.includes('TMPRL1100'));
  } finally {
    await session.close();
  }
}
