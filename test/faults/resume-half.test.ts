/** A run of twenty partitions that was lost half-way: what is finished is not opened again, work goes on at once (P4). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { seedRecipe, until, workspace, type Workspace } from '../e2e/support.js';
import { kill } from './kill.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  inputLines,
  nothingRuns,
  processesIn,
  runDir,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

const PARTITIONS = 20;
const ROWS = 70;
/** One partition is held in its middle, so that the run is not over before it is killed. */
const HELD = { point: 'op.start', match: 'partition_7/op_1/', action: 'hold' as const };

describe('a run of twenty partitions that was lost half-way', () => {
  let w: Workspace;
  let calm: string;
  before(async () => {
    w = workspace();
    w.write('in.jsonl', inputLines(PARTITIONS * ROWS).join(''));
    const more = `partition_size: ${ROWS}\nretry: {initial_interval: 0.1s}`;
    w.write('recipe.yaml', seedRecipe({ dataset: 'in.jsonl', more }));
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  it('is at work again soon, and does at most the ops in flight again', async (t) => {
    const run = w.start(
      ['run', 'recipe.yaml', '--id', 'killed'],
      withFaults(w, [{ ...HELD, name: 'killed' }]),
    );
    await struck(w, 'killed');
    await until(() => done('killed').length >= PARTITIONS / 2, 60_000, 'half of the partitions');
    const before = done('killed');
    for (const pid of [...Object.values(w.pids()), run.process.pid, ...processesIn(w.dir)]) kill(pid);
    await run.done;
    await nothingRuns(w);
    const from = Date.now() / 1000;
    assertEnded(await w.run(['resume', 'killed']), DONE);
    await assertSound(w, 'killed', { expectSha256: calm, kills: 1 });
    tellRecovery(t, 'killed', from);
    assertOpenedOnce('killed', before);
  });

  it('takes what is finished by its record, without a look at its files, in a new execution', async (t) => {
    const run = w.start(
      ['run', 'recipe.yaml', '--id', 'cancelled'],
      withFaults(w, [{ ...HELD, name: 'cancelled' }]),
    );
    await struck(w, 'cancelled');
    await until(() => done('cancelled').length >= PARTITIONS / 2, 60_000, 'half of the partitions');
    // The cancel ends the thread that is held.
    assertEnded(await w.run(['cancel', 'cancelled']), 0);
    await run.done;
    const before = done('cancelled');
    const files = before.flatMap((p) => [`partitions/${p}.parquet`, `checkpoints/${p}`]);
    move('cancelled', files, (name) => name, hidden);
    const from = Date.now() / 1000;
    assertEnded(await w.run(['resume', 'cancelled']), DONE);
    move('cancelled', files, hidden, (name) => name);
    await assertSound(w, 'cancelled', { expectSha256: calm, executions: 2, kills: 1 });
    tellRecovery(t, 'cancelled', from);
    assertOpenedOnce('cancelled', before);
  });

  /** Stems of the partitions whose result stands. */
  function done(id: string): string[] {
    const folder = path.join(runDir(w, id), 'results');
    const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    return names.filter((name) => /^partition_\d+\.json$/.test(name)).map((name) => name.slice(0, -5));
  }

  function move(
    id: string,
    names: readonly string[],
    from: (name: string) => string,
    to: (name: string) => string,
  ): void {
    for (const name of names)
      fs.renameSync(path.join(runDir(w, id), from(name)), path.join(runDir(w, id), to(name)));
  }

  function assertOpenedOnce(id: string, stems: readonly string[]): void {
    const starts = eventsOf(w, id).filter((e) => e['event_type'] === 'PARTITION_START');
    for (const stem of stems) {
      const partition = Number(stem.slice('partition_'.length));
      const own = starts.filter((e) => e['partition_id'] === partition);
      assert.equal(own.length, 1, `partition ${partition} was opened ${own.length} times`);
    }
  }

  /** Time from the command to the first op that completed after it; a figure, no assertion. */
  function tellRecovery(t: TestContext, id: string, from: number): void {
    const times = eventsOf(w, id)
      .filter((e) => e['event_type'] === 'OPERATION_COMPLETE')
      .map((e) => (e['metadata'] as { started_at?: number }).started_at ?? 0);
    const first = Math.min(...times.filter((time) => time >= from));
    t.diagnostic(`${id}: at work ${(first - from).toFixed(1)} s after juicer resume`);
  }
});

function hidden(name: string): string {
  return `hidden-${name.replaceAll('/', '-')}`;
}
