/** Two workers at one server: one of them is told to stop, or freezes and comes back when nobody needs it (F2, F6). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { DevServer } from '../../src/server/dev-server.js';
import { until, type RunningCommand, type Workspace } from '../e2e/support.js';
import { kill } from './kill.js';
import { ownServer, stop } from './own-server.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  processesIn,
  release,
  runDir,
  struck,
  undisturbed,
  withFaults,
  type Fault,
} from './support.js';

/** Time that the work in hand gets after SIGTERM; five seconds more and the worker ends whatever it does. */
const GRACE_MS = 1000;
const FORCED_MS = 5000;

describe('one of two workers', () => {
  let w: Workspace;
  let server: DevServer;
  let calm = '';
  before(async () => {
    w = faultyWorkspace('max_retries: 0');
    calm = await undisturbed(w);
    server = await ownServer(w);
  });
  afterEach(() => {
    for (const pid of processesIn(w.dir)) if (pid !== server.child.pid) kill(pid);
  });
  after(async () => {
    await stop(server);
    await w.remove();
  });

  const connected = (more: Record<string, string> = {}): Record<string, string> => ({
    TEMPORAL_ADDRESS: server.address,
    JUICER_GRACE_MS: String(GRACE_MS),
    ...more,
  });

  /** Starts a worker that meets a fault and a run; when the fault has struck there is a second worker. */
  async function begin(
    id: string,
    fault: Fault & { name: string },
  ): Promise<{ first: RunningCommand; second: RunningCommand; run: RunningCommand }> {
    const first = w.start(['worker'], connected(withFaults(w, [fault])));
    const run = w.start(['run', 'recipe.yaml', '--id', id], connected());
    await struck(w, fault.name);
    return { first, second: w.start(['worker'], connected()), run };
  }

  async function ended(worker: RunningCommand, what: string): Promise<void> {
    await until(
      () => worker.process.exitCode !== null || worker.process.signalCode !== null,
      GRACE_MS + FORCED_MS,
      what,
    );
  }

  it('ends within its grace when it is told to, and hands over what it had in hand, which costs no attempt', async () => {
    const fault: Fault & { name: string } = {
      name: 'busy',
      point: 'op.start',
      match: 'partition_5/op_1/',
      action: 'hold',
    };
    const { first, second, run } = await begin('handed', fault);
    first.process.kill('SIGTERM');
    await ended(first, 'the worker that was told to stop to end');
    assertEnded(await first.done, 0);
    assertEnded(await run.done, DONE);
    await assertSound(w, 'handed', { expectSha256: calm, kills: 1 });
    const lost = eventsOf(w, 'handed').filter((e) => e['event_type'] === 'OPERATION_ERROR');
    const told = lost.map((e) => e['metadata'] as { error_type: string; lost: boolean });
    assert.ok(told.length > 0, 'nothing was handed over');
    assert.deepEqual(new Set(told.map((m) => m.lost)), new Set([true]));
    second.process.kill('SIGTERM');
    await ended(second, 'the idle worker to end');
  });

  for (const [point, match] of [
    ['op.start', 'partition_5/op_1/'],
    ['commit.before', 'partition_000005/op_001'],
    ['commit.after', 'partition_000005/op_001'],
  ] as const) {
    it(`frozen at ${point} changes nothing when it comes back after the other has finished its work`, async () => {
      const id = `frozen-${point.replace('.', '-')}`;
      const { first, second, run } = await begin(id, { name: id, point, match, action: 'stop' });
      assertEnded(await run.done, DONE);
      const before = filesOf(id);
      first.process.kill('SIGCONT');
      release(w, id);
      first.process.kill('SIGTERM');
      await ended(first, 'the worker that was frozen to end');
      await assertSound(w, id, { expectSha256: calm, kills: 1 });
      assert.deepEqual(filesOf(id), before);
      second.process.kill('SIGTERM');
      await ended(second, 'the idle worker to end');
    });
  }

  /** Names and contents of all files of a run. What was handed to the frozen worker it may do again, with the same result. */
  function filesOf(id: string): string[] {
    const dir = runDir(w, id);
    const entries = fs.readdirSync(dir, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    return files
      .map((file) => `${file} ${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}`)
      .sort();
  }
});
