/** Pauses at every op with everything started anew, and widths that change all the time, leave the result as it is (F22, F23). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { seededRandom } from '../../bench/corpus/random.js';
import { until, type RunningCommand, type Workspace } from '../e2e/support.js';
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
  writeRecipe,
  type Fault,
} from './support.js';

const OPS = 3;
const NEEDS_DECISION = 8;

interface Status {
  status?: { status: string; counts: { active: number } } | null;
}

describe('a run that is steered all the time', () => {
  let w: Workspace;
  let calm = '';
  before(async () => {
    w = faultyWorkspace();
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  /** Whichever partition comes to an op first is held there. */
  const holds = Array.from({ length: OPS }, (_, op): Fault & { name: string } => ({
    ...{ name: `op-${op}`, point: 'op.start', match: `/op_${op}/`, action: 'hold' },
  }));

  async function stood(id: string): Promise<void> {
    await until(
      async () => {
        const { stdout } = await w.run(['status', id, '-o', 'json']);
        const { status } = JSON.parse(stdout) as Status;
        // None while no worker is there to tell.
        return status?.status === 'paused' && status.counts.active === 0;
      },
      60_000,
      'the run to stand still',
    );
  }

  async function killAll(command: RunningCommand): Promise<void> {
    for (const pid of [...Object.values(w.pids()), ...processesIn(w.dir)]) kill(pid, 'SIGKILL');
    await command.done;
    await nothingRuns(w);
  }

  it('stands still at each op in turn, is started anew from nothing each time, and does nothing twice', async () => {
    writeRecipe(w, 'max_concurrent_partitions: 1');
    const faults = holds.map((hold) => withFaults(w, [hold]));
    let run = w.start(['run', 'recipe.yaml', '--id', 'paused'], faults[0]);
    for (const [op, { name }] of holds.entries()) {
      await struck(w, name);
      assertEnded(await w.run(['pause', 'paused']), 0);
      release(w, name);
      await stood('paused');
      await killAll(run);
      run = w.start(['resume', 'paused'], faults[op + 1]);
    }
    assertEnded(await run.done, DONE);
    await assertSound(w, 'paused', { expectSha256: calm });
    const completed = eventsOf(w, 'paused').filter((e) => e['event_type'] === 'OPERATION_COMPLETE');
    assert.equal(completed.length, 12 * OPS);
  });

  it('has its width changed at random between 1 and 32, and comes to the same bytes', async () => {
    writeRecipe(w, 'max_concurrent_partitions: 4');
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

  it('stands still after a decision too when it was paused while it waited for that', async () => {
    writeRecipe(w, 'max_retries: 0');
    const poison: Fault = { name: 'once', point: 'op.start', match: 'partition_7/op_1/', action: 'throw' };
    assertEnded(
      await w.run(['run', 'recipe.yaml', '--id', 'waiting'], withFaults(w, [poison])),
      NEEDS_DECISION,
    );
    assertEnded(await w.run(['pause', 'waiting']), 0);
    const decided = w.start(['decide', 'waiting', 'retry', '--all']);
    await stood('waiting');
    assertEnded(await w.run(['resume', 'waiting']), DONE);
    assertEnded(await decided.done, DONE);
    await assertSound(w, 'waiting', { expectSha256: calm, kills: 1 });
  });
});
