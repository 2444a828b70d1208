/** A run is steered while it goes on: paused, resumed, tuned; and partitions are made again. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import {
  assertEnded,
  DONE,
  eventsOf,
  exportSha256,
  faultyWorkspace,
  finished,
  PARTITIONS,
  release,
  runDir,
  struck,
  undisturbed,
  withFaults,
} from '../faults/support.js';
import { until, type Workspace } from './support.js';

interface Status {
  status: { status: string; window: number; counts: { active: number; completed: number } } | null;
}

describe('a run that is steered', () => {
  let w: Workspace;
  let calm: string;
  before(async () => {
    w = faultyWorkspace('max_concurrent_partitions: 4');
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  async function statusOf(id: string): Promise<Status['status']> {
    const result = await w.run(['status', id, '-o', 'json']);
    assertEnded(result, 0);
    return (JSON.parse(result.stdout) as Status).status;
  }

  async function untilStatus(
    id: string,
    wanted: (s: NonNullable<Status['status']>) => boolean,
  ): Promise<void> {
    for (let tries = 0; tries < 60; tries++) {
      const status = await statusOf(id);
      if (status && wanted(status)) return;
    }
    assert.fail(`run ${id} does not come to the status that is waited for`);
  }

  const typesOf = (id: string) => eventsOf(w, id).map((e) => e['event_type']);

  it('stops at its checkpoints when it is paused, and goes on without doing anything twice', async () => {
    const hold = { name: 'pause', point: 'op.start', match: 'partition_5/op_1', action: 'hold' as const };
    const run = w.start(['run', 'recipe.yaml', '--id', 'paused'], withFaults(w, [hold]));
    await struck(w, 'pause');
    assertEnded(await w.run(['pause', 'paused']), 0);
    release(w, 'pause');
    await untilStatus('paused', (s) => s.status === 'paused' && s.counts.active === 0);
    assertEnded(await w.run(['tune', 'paused', '--max-concurrent-partitions', '2']), 0);
    const stood = (await statusOf('paused'))?.counts.completed ?? PARTITIONS;
    assert.ok(stood < PARTITIONS, `${stood} partitions were done when the run was paused`);
    const resumed = w.start(['resume', 'paused']);
    assertEnded(await run.done, DONE);
    assertEnded(await resumed.done, DONE);
    assert.deepEqual(await checkRun(runDir(w, 'paused'), { expectSha256: calm }), []);
    for (const type of ['PAUSED', 'TUNED', 'RESUMED']) assert.ok(typesOf('paused').includes(type), type);
    const completed = eventsOf(w, 'paused').filter((e) => e['event_type'] === 'OPERATION_COMPLETE');
    assert.equal(completed.length, PARTITIONS * 3, 'every op was run once on every partition');
  });

  it('makes one partition again from the op that is named, and nothing else', async () => {
    assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'again']), DONE);
    const before = eventsOf(w, 'again').length;
    const result = await w.run(['retry', 'again', '--partition', '2', '--from-op', '1']);
    assertEnded(result, DONE);
    assert.equal(exportSha256(w), calm);
    assert.deepEqual(await checkRun(runDir(w, 'again'), { expectSha256: calm, executions: 2 }), []);
    const later = eventsOf(w, 'again').slice(before);
    const made = later.filter((e) => e['event_type'] === 'OPERATION_COMPLETE');
    assert.deepEqual(
      made.map((e) => [e['partition_id'], e['operation_idx']]),
      [
        [2, 1],
        [2, 2],
      ],
    );
    assert.deepEqual(
      later.filter((e) => e['event_type'] === 'PARTITION_START').map((e) => e['partition_id']),
      [2],
    );
    assert.equal(later.filter((e) => e['event_type'] === 'RERUN').length, 1);
  });

  it('makes a partition again while the run goes on', async () => {
    const hold = { name: 'late', point: 'op.start', match: 'partition_11/op_2', action: 'hold' as const };
    const run = w.start(['run', 'recipe.yaml', '--id', 'open'], withFaults(w, [hold]));
    await struck(w, 'late');
    await finished(w, 'open', [0]);
    const retried = w.start(['retry', 'open', '--partition', '0', '--from-op', 'input']);
    await until(() => /attached run open/.test(retried.stderr()), 30_000, 'the retry to be taken');
    release(w, 'late');
    assertEnded(await run.done, DONE);
    assertEnded(await retried.done, DONE);
    assert.deepEqual(await checkRun(runDir(w, 'open'), { expectSha256: calm }), []);
    const starts = eventsOf(w, 'open').filter((e) => e['event_type'] === 'PARTITION_START');
    assert.deepEqual(starts.filter((e) => e['partition_id'] === 0).length, 2);
  });

  it('refuses what makes no sense, with exit code and reason', async () => {
    const usage = await w.run(['tune', 'again', '--max-concurrent-partitions', '0']);
    assertEnded(usage, 2);
    assert.match(usage.stderr, /--max-concurrent-partitions 0: not a whole number from 1 to 1000/);
    const ended = await w.run(['pause', 'again']);
    assertEnded(ended, 5);
    assert.match(ended.stderr, /run again is not open/);
    const partition = await w.run(['retry', 'again', '--partition', '12']);
    assertEnded(partition, 2);
    assert.match(partition.stderr, /run again has no partition 12 .*partitions go from 0 to 11/);
    const op = await w.run(['retry', 'again', '--partition', '1', '--from-op', '3']);
    assertEnded(op, 2);
    assert.match(op.stderr, /ops go from 0 to 2/);
    const decided = await w.run(['decide', 'again', 'skip', '--partition', '1']);
    assertEnded(decided, 6);
    assert.match(decided.stderr, /partition 1 of run again is done/);
    const unknown = await w.run(['decide', 'nobody', 'skip', '--all']);
    assertEnded(unknown, 5);
  });
});
