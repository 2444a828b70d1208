/** The Temporal server is killed (kill -9) in the middle: the run goes on by itself (P2, P6). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Workspace } from '../e2e/support.js';
import {
  assertEnded,
  assertSound,
  DONE,
  faultyWorkspace,
  nothingRuns,
  release,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

describe('a run whose Temporal server is killed', () => {
  let w: Workspace;
  let calm = '';

  before(async () => {
    w = faultyWorkspace();
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  it('goes on by itself when the server is back, to the same bytes', async () => {
    const env = withFaults(w, [
      { name: 'middle', point: 'op.start', match: 'partition_5/op_1/', action: 'hold' },
    ]);
    const run = w.start(['run', 'recipe.yaml', '--id', 'server'], env);
    await struck(w, 'middle');
    const { server } = w.pids();
    assert.ok(server, 'there is no server');
    process.kill(server, 'SIGKILL');
    release(w, 'middle');
    assertEnded(await run.done, DONE);
    assert.match(run.stderr(), /server \d+ died \(SIGKILL\)/);
    // The server's death may cost attempts too: their completion did not arrive.
    await assertSound(w, 'server', { expectSha256: calm, kills: 1 });
    await nothingRuns(w);
  });
});
