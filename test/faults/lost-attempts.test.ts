/** Attempts lost to a dead worker are not the op's fault: they use up their own budget (design: lost attempts). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Workspace } from '../e2e/support.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  hasStruck,
  undisturbed,
  withFaults,
  writeRecipe,
} from './support.js';

describe('attempts lost to a dead worker', () => {
  let w: Workspace;
  let calm = '';

  before(async () => {
    w = faultyWorkspace();
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  it('do not fail a run without retries, though the worker dies at each of three ops, twice at one', async () => {
    writeRecipe(w, 'max_retries: 0');
    const faults = [
      { name: 'op0', point: 'op.start', match: 'partition_4/op_0/', action: 'kill' as const },
      { name: 'op1', point: 'op.start', match: 'partition_5/op_1/', action: 'kill' as const },
      { name: 'op1-again', point: 'op.start', match: 'partition_5/op_1/', action: 'kill' as const },
      { name: 'op2', point: 'op.start', match: 'partition_6/op_2/', action: 'kill' as const },
    ];
    assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'no-retries'], withFaults(w, faults)), DONE);
    for (const { name } of faults) assert.ok(hasStruck(w, name), `fault ${name} did not strike`);
    await assertSound(w, 'no-retries', { expectSha256: calm, kills: faults.length });
  });

  it('fail a partition when there are more of them than max_worker_losses, and the message says so', async () => {
    writeRecipe(w, 'max_worker_losses: 1\nmax_concurrent_partitions: 1\non_partition_error: fail');
    const faults = [{ point: 'op.start', match: 'partition_4/op_1/', action: 'kill' as const }];
    const result = await w.run(['run', 'recipe.yaml', '--id', 'deadly'], withFaults(w, faults));
    assertEnded(result, 1);
    assert.match(result.stdout, /p4 text_length_filter: WorkerLost: the worker died or went silent 2 times/);
    const lost = eventsOf(w, 'deadly').filter((e) => e['event_type'] === 'OPERATION_ERROR');
    assert.deepEqual(
      lost.map((e) => e['attempt']),
      [1, 2],
    );
    const failed = eventsOf(w, 'deadly').filter((e) => e['event_type'] === 'PARTITION_ERROR');
    assert.deepEqual(
      failed.map((e) => e['partition_id']),
      [4],
    );
    const done = eventsOf(w, 'deadly').filter((e) => e['event_type'] === 'PARTITION_COMPLETE');
    assert.equal(done.length, 11);
  });

  it('leave a failed run that juicer resume finishes once the worker lives, to the same bytes', async () => {
    assertEnded(await w.run(['resume', 'deadly']), DONE);
    await assertSound(w, 'deadly', { expectSha256: calm, executions: 2, kills: 3 });
  });
});
