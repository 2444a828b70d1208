/** The numbers of a run while it goes on: what has come so far, truly told. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import {
  assertEnded,
  DONE,
  faultyWorkspace,
  finished,
  PARTITION_ROWS,
  PARTITIONS,
  release,
  struck,
  withFaults,
} from '../faults/support.js';
import type { RunningCommand, Workspace } from './support.js';

interface Shown {
  status: Record<string, number | string | null> & { rows: Record<string, number> };
  performance: { count: number; total_time: number; ops: { count: number; rows_in: number }[] };
}

let w: Workspace;
let running: RunningCommand;

before(async () => {
  w = faultyWorkspace();
  const hold = { name: 'hold', point: 'op.start', match: 'partition_3/op_1', action: 'hold' as const };
  running = w.start(['run', 'recipe.yaml', '--id', 'going'], withFaults(w, [hold]));
  await struck(w, 'hold');
  const others = Array.from({ length: PARTITIONS }, (_, id) => id).filter((id) => id !== 3);
  await finished(w, 'going', others);
});
after(() => w.remove());

it('a run that goes on tells the partitions that are done, the one that is open, and rows and ops so far', async () => {
  const shown = await w.run(['status', 'going', '--report', '-o', 'json']);
  assert.equal(shown.code, 0, shown.stderr);
  const { status, performance } = JSON.parse(shown.stdout) as Shown;
  const done = Number(status['completed_partitions']);
  assert.deepEqual(
    [status['status'], status['total_partitions'], status['active_partitions']],
    ['running', PARTITIONS, PARTITIONS - done],
  );
  // The result of a partition stands a moment before its workflow tells of it.
  assert.ok(done >= 1 && done < PARTITIONS, `${done} are done`);
  assert.equal(status['success_rate'], 1);
  assert.equal(status['ended_at'], null);
  assert.equal(status.rows['rows_in'], done * PARTITION_ROWS);
  assert.deepEqual([performance.count, performance.ops.map((op) => op.count)], [done, [done, done, done]]);
  assert.equal(performance.ops[0]?.rows_in, done * PARTITION_ROWS - (status.rows['quarantined'] ?? 0));
  assert.ok(performance.total_time > 0);
});

it('a run that goes on can be analysed, and no hint speaks of its log', async () => {
  const shown = await w.run(['analyze', 'going']);
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stdout, /^run +going, running$/m);
  assert.doesNotMatch(shown.stdout, /hint \(log\)/);
});

it('it ends as if nobody had looked', async () => {
  release(w, 'hold');
  assertEnded(await running.done, DONE);
  const shown = await w.run(['status', 'going', '--report']);
  assert.match(shown.stdout, /^status +done, project seed$/m);
  assert.match(shown.stdout, /^partitions +12 of 12 done, 0 active, 0 to come/m);
});
