/** Everything is killed at once, or only the client: nothing is left running, and the run is gone on with (P2, P4, P6). */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { until, type Workspace } from '../e2e/support.js';
import { kill } from './kill.js';
import {
  assertEnded,
  assertSound,
  DONE,
  faultyWorkspace,
  finished,
  nothingRuns,
  processesIn,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

// Several at a time, each in a folder of its own: most of a recovery is waiting for the heartbeat timeout.
describe('a run all of whose processes are killed', { concurrency: 3 }, () => {
  let calm = '';

  before(async () => {
    const w = faultyWorkspace();
    calm = await undisturbed(w);
    await w.remove();
  });

  it('is finished by juicer resume, to the same bytes', async () => {
    const w = faultyWorkspace();
    const run = w.start(['run', 'recipe.yaml', '--id', 'all'], held(w, 'all'));
    await struck(w, 'all');
    await finished(w, 'all', [0]);
    for (const pid of [...Object.values(w.pids()), run.process.pid, ...processesIn(w.dir)]) kill(pid);
    await run.done;
    await nothingRuns(w);
    assertEnded(await w.run(['resume', 'all']), DONE);
    await assertSound(w, 'all', { expectSha256: calm, kills: 1 });
    await w.remove();
  });

  it('goes on by itself under juicer dev when only its client was killed', async () => {
    const w = faultyWorkspace();
    const run = w.start(['run', 'recipe.yaml', '--id', 'client'], held(w, 'client'));
    await struck(w, 'client');
    kill(run.process.pid);
    await run.done;
    await nothingRuns(w);
    const dev = w.start(['dev']);
    await until(
      async () => (await stateOf(w, 'client')) === 'done',
      60_000,
      'the run to end under juicer dev',
    );
    assertEnded(await w.run(['resume', 'client']), DONE);
    dev.process.kill('SIGINT');
    assertEnded(await dev.done, 0);
    await assertSound(w, 'client', { expectSha256: calm, kills: 1 });
    await nothingRuns(w);
    await w.remove();
  });

  it('is finished by juicer resume after Ctrl-C, which leaves nothing running', async () => {
    const w = faultyWorkspace();
    const run = w.start(['run', 'recipe.yaml', '--id', 'interrupted'], held(w, 'interrupted'));
    await struck(w, 'interrupted');
    run.process.kill('SIGINT');
    const result = await run.done;
    assertEnded(result, 130);
    assert.match(result.stderr, /juicer resume interrupted/);
    await nothingRuns(w);
    assertEnded(await w.run(['resume', 'interrupted']), DONE);
    await assertSound(w, 'interrupted', { expectSha256: calm, kills: 1 });
    await w.remove();
  });
});

/** A thread is held in the middle of partition 5, so that there is a middle to kill everything in. */
function held(w: Workspace, name: string): Record<string, string> {
  return withFaults(w, [{ name, point: 'op.start', match: 'partition_5/op_1/', action: 'hold' }]);
}

async function stateOf(w: Workspace, id: string): Promise<string> {
  const { code, stdout } = await w.run(['status', id, '-o', 'json']);
  if (code === 5) return 'unknown';
  const answer = JSON.parse(stdout) as { state?: string; verdict?: { status: string } };
  return answer.verdict?.status ?? answer.state ?? '';
}
