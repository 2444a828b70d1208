/** A cancel ends a run in order: what was pending is told, nothing temporary is left, and it can be gone on with (P8). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { until, type Workspace } from '../e2e/support.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  finished,
  nothingRuns,
  runDir,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

describe('a run that is cancelled in the middle', () => {
  let w: Workspace;
  let calm = '';

  before(async () => {
    w = faultyWorkspace();
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  it('ends in order, its pending attempts told, without temporary files', async () => {
    // So long that the attempt which failed is still waiting for its next one when the cancel comes.
    w.write('recipe.yaml', w.read('recipe.yaml').replace('initial_interval: 0.1s', 'initial_interval: 60s'));
    const env = withFaults(w, [
      { name: 'held', point: 'op.start', match: 'partition_5/op_1/', action: 'hold' },
      { name: 'backoff', point: 'op.start', match: 'partition_6/op_1/attempt_1', action: 'throw' },
    ]);
    const run = w.start(['run', 'recipe.yaml', '--id', 'stopped'], env);
    await struck(w, 'held', 'backoff');
    await finished(w, 'stopped', [0, 1, 2, 3, 4]);
    const asked = w.start(['cancel', 'stopped']);
    await until(() => asked.process.exitCode !== null, 20_000, 'the cancel to have ended the run');
    const cancel = await asked.done;
    assertEnded(cancel, 0);
    assert.match(cancel.stdout, /verdict {4}cancelled/);
    assertEnded(await run.done, 1);
    const events = eventsOf(w, 'stopped');
    assert.ok(
      events.some((e) => e['event_type'] === 'CANCELLED' && e['partition_id'] === null),
      'the run has no CANCELLED event',
    );
    const errors = [5, 6].map((partition) => {
      const op = events.filter((e) => e['partition_id'] === partition && e['operation_idx'] === 1);
      const story = op.filter((e) => /^OPERATION_/.test(String(e['event_type'])));
      assert.deepEqual(
        story.map((e) => e['event_type']),
        ['OPERATION_START', 'OPERATION_ERROR'],
      );
      return (story[1]?.['metadata'] as { error_type?: string }).error_type;
    });
    assert.deepEqual(errors, ['Cancelled', 'E_IO']);
    const left = fs
      .readdirSync(runDir(w, 'stopped'), { recursive: true })
      .filter((name) => String(name).includes('.tmp-'));
    assert.deepEqual(left, []);
    await assertSound(w, 'stopped', { expectVerdict: 'cancelled', kills: 1 });
  });

  it('is finished by juicer resume, to the same bytes', async () => {
    assertEnded(await w.run(['resume', 'stopped']), DONE);
    await assertSound(w, 'stopped', { expectSha256: calm, executions: 2, kills: 1 });
    await nothingRuns(w);
  });

  it('says that a run has ended already instead of cancelling it', async () => {
    const again = await w.run(['cancel', 'stopped']);
    assertEnded(again, 0);
    assert.match(again.stderr, /has ended already/);
  });
});
