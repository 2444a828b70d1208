/** A few seeds of the soak; `npm run soak` runs as many as wanted. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Workspace } from '../e2e/support.js';
import { scheduleOf } from '../soak/schedule.js';
import { calmSha256, runSeed, soakWorkspace } from '../soak/seed.js';

/** Together, with JUICER_TEST_FULL=1: workers killed, one stopped, a retry, a failing disk, everything killed, a poison partition. */
const SEEDS = process.env['JUICER_TEST_FULL'] === '1' ? [3, 8] : [3];

describe('a run under random faults', () => {
  let w: Workspace;
  let calm: string;
  before(async () => {
    w = soakWorkspace();
    calm = await calmSha256(w);
  });
  after(() => w.remove());

  for (const seed of SEEDS) {
    it(`breaks no promise with seed ${seed}`, async () => {
      const { violations } = await runSeed(w, seed, calm);
      assert.deepEqual(violations, []);
    });
  }

  it('has the same schedule whenever it has the same seed', () => {
    assert.deepEqual(scheduleOf(4711), scheduleOf(4711));
    assert.notDeepEqual(scheduleOf(4711), scheduleOf(4712));
  });
});
