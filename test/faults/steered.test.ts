/** Pauses at every op with everything started anew, and widths that change all the time, leave the result as it is (F22, F23). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { seededRandom } from '../../bench/corpus/random.js';
import type { RunningCommand, Workspace } from '../e2e/support.js';
import { kill } from './kill.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  nothingRuns,
  processesIn,
  release,
  struck,
  undisturbed,
  withFaults,
  type Fault,
} from './support.js';

const OPS = 3;

interface Status {
  status: { status: string; counts: { active: number } } | null;
}

describe('a run that is steered all the time', () => {
  let w: Workspace;
  let calm = '';
  before(async () => {
    w = faultyWorkspace('max_concurrent_partitions: 4');
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  /** One thread is held at each op, each in another partition. */
  const holds = Array.from({ length: OPS }, (_, op): Fault & { name: string } => ({
    ...{ name: `op-${op}`, point: 'op.start', match: `partition_${3 * op + 2}/op_${op}/`, action: 'hold' },
  }));

  async function stood(id: string): Promise<void> {
    for (;;) {
      const { stdout } = await w.run(['status', id, '-o', 'json']);
      const { status } = JSON.parse(stdout) as Status;
      if (status?.status === 'paused' && status.counts.active === 0) return;
      assert.notEqual(status, null, 'the run has ended');
    }
  }

  async function killAll(command: RunningCommand): Promise<void> {
    for (const pid of [...Object.values(w.pids()), ...processesIn(w.dir)]) kill(pid, 'SIGKILL');
    await command.done;
    await nothingRuns(w);
  }

  it('stands still at each op in turn, is started anew from nothing each time, and does nothing twice', async () => {
    const env = withFaults(w, holds);
    let run = w.start(['run', 'recipe.yaml', '--id', 'paused'], env);
    for (const { name } of holds) {
      await struck(w, name);
      assertEnded(await w.run(['pause', 'paused']), 0);
      release(w, name);
      await stood('paused');
      await killAll(run);
      run = w.start(['resume', 'paused'], env);
    }
    assertEnded(await run.done, DONE);
    await assertSound(w, 'paused', { expectSha256: calm });
    const completed = eventsOf(w, 'paused').filter((e) => e['event_type'] === 'OPERATION_COMPLETE');
    assert.equal(completed.length, 12 * OPS);
  });

  it('has its width changed at random between 1 and 32, and comes to the same bytes', async () => {
    const random = seededRandom(23);
    const widths = Array.from({ length: 6 }, () => random.oneOf([1, 2, 5, 32]));
    const last = { name: 'last', point: 'op.start', match: 'partition_11/op_0/', action: 'hold' as const };
    const run = w.start(['run', 'recipe.yaml', '--id', 'tuned'], withFaults(w, [last]));
    await struck(w, 'last');
    for (const width of widths)
      assertEnded(await w.run(['tune', 'tuned', '--max-concurrent-partitions', String(width)]), 0);
    release(w, 'last');
    assertEnded(await run.done, DONE);
    await assertSound(w, 'tuned', { expectSha256: calm });
    const tuned = eventsOf(w, 'tuned').filter((e) => e['event_type'] === 'TUNED');
    assert.deepEqual(
      tuned.map((e) => (e['metadata'] as { max_concurrent_partitions: number }).max_concurrent_partitions),
      widths,
    );
  });
});
