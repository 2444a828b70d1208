/** Two who start the same run at the same moment make one run (F27). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Workspace } from '../e2e/support.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  PARTITIONS,
  writeRecipe,
  struck,
  release,
  withFaults,
} from './support.js';

const REFUSED = 6;

describe('a run id that is taken', () => {
  let w: Workspace;
  before(() => {
    w = faultyWorkspace();
  });
  after(() => w.remove());

  it('makes one run of two commands that start at the same moment: the second follows it or is refused', async () => {
    const both = [1, 2].map(() => w.start(['run', 'recipe.yaml', '--id', 'both']));
    const ends = await Promise.all(both.map((command) => command.done));
    assert.ok(ends.some(({ code }) => code === DONE));
    for (const end of ends.filter(({ code }) => code !== DONE)) {
      assertEnded(end, REFUSED);
      assert.match(end.stderr, /juicer resume both/);
    }
    await assertSound(w, 'both', { expectVerdict: 'done' });
    const starts = eventsOf(w, 'both').filter((e) => e['event_type'] === 'PARTITION_START');
    assert.equal(starts.length, PARTITIONS);
  });

  it('is refused to another recipe while the run is open, which is not disturbed', async () => {
    const held = { name: 'open', point: 'op.start', match: 'partition_5/op_1/', action: 'hold' as const };
    const run = w.start(['run', 'recipe.yaml', '--id', 'mine'], withFaults(w, [held]));
    await struck(w, 'open');
    writeRecipe(w, 'performance: {batch_size: 7}');
    const other = await w.run(['run', 'recipe.yaml', '--id', 'mine']);
    assertEnded(other, REFUSED);
    assert.match(
      other.stderr,
      /run id mine is taken by a running run of another recipe: performance\.batch_size/,
    );
    release(w, 'open');
    assertEnded(await run.done, DONE);
    await assertSound(w, 'mine', { expectVerdict: 'done' });
  });
});
