/** `juicer path` and `juicer clean`. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ID, lookedAtRun, type LookedAtRun } from './look-support.js';
import { recipeWith } from './settings-support.js';
import { until } from './support.js';

let run: LookedAtRun;
before(async () => {
  run = await lookedAtRun();
});
after(() => run.w.remove());

describe('juicer path', () => {
  it('prints the folder of a run that is named by its id or its path, without a server', async () => {
    const byId = await run.ended(['path', ID], 0);
    assert.equal(byId.stdout, `${run.dir}\n`);
    assert.equal(byId.stderr, '');
    assert.equal((await run.ended(['path', `outputs/look/../look/${ID}`], 0)).stdout, `${run.dir}\n`);
    assert.deepEqual(await run.json(['path', ID]), { schemaVersion: 1, run_id: ID, dir: run.dir });
  });

  it('knows neither an unknown id nor a path that is no run, and says so with exit 5', async () => {
    for (const name of ['no-such-run', '../look', '../../etc', '\u001b[31m']) {
      const { stdout, stderr } = await run.ended(['path', name], 5);
      assert.equal(stdout, '');
      assert.match(stderr, /^error E_NO_SUCH_RUN run "[^\u001b]*" is not known here \(juicer list/);
    }
  });
});

describe('juicer clean', () => {
  it('and gc leave an open run alone', async () => {
    run.w.write('open.yaml', recipeWith('open', ''));
    const marker = run.w.path('held');
    const hold = JSON.stringify([{ point: 'op.start', match: 'partition_2/op_1', action: 'hold', marker }]);
    const running = run.w.start(['run', 'open.yaml', '--id', 'open-1'], { JUICER_FAULTS: hold });
    await until(() => fs.existsSync(marker), 60_000, 'the fault to hold the run');
    const gc = await run.ended(['checkpoints', 'open-1', 'gc', '--yes'], 6);
    assert.match(gc.stderr, /^error E_REFUSED run open-1 is open/m);
    const { runs } = await run.json<Cleaned>(['clean', 'open-1', '--force', '--yes'], 6);
    assert.deepEqual(
      runs.map((r) => [r.kept, r.removed]),
      [['it is open', false]],
    );
    fs.writeFileSync(`${marker}.go`, '');
    assert.equal((await running.done).code, 3);
    await run.ended(['checkpoints', 'open-1', 'verify'], 0);
  });

  it('shows runs with their size and removes none without --yes, nor with --yes and no choice', async () => {
    const { runs } = await run.json<Cleaned>(['clean']);
    assert.deepEqual(
      runs.map((r) => [r.run_id, r.status, r.kept, r.removed]),
      [
        [ID, 'done', null, false],
        ['open-1', 'done', null, false],
      ],
    );
    assert.ok((runs[0]?.bytes ?? 0) > 0);
    assert.deepEqual((await run.json<Cleaned>(['clean', '--older-than', '30d'])).runs, []);
    run.copy('one');
    assert.equal((await run.json<Cleaned>(['clean', '--work-dir', 'copies'])).runs.length, 2 + 1);
    assert.match((await run.ended(['clean', '--yes'], 2)).stderr, /would remove every run/);
    assert.match((await run.ended(['clean', '--older-than', 'long'], 2)).stderr, /no span of time/);
    assert.ok(fs.existsSync(run.dir));
  });

  it('keeps a run whose export is not what it made any more, unless it is forced', async () => {
    const exported = run.w.read('out/look.jsonl');
    run.w.write('out/look.jsonl', exported.replace('e', 'f'));
    const { runs } = await run.json<Cleaned>(['clean', ID, '--yes'], 6);
    assert.match(runs[0]?.kept ?? '', /^the sha256 of the export differs .* its results are the only copy$/);
    fs.rmSync(run.w.path('out/look.jsonl'));
    assert.match((await run.ended(['clean', ID, '--yes'], 6)).stdout, /the export is missing/);
    assert.ok(fs.existsSync(path.join(run.dir, 'metadata/recipe.yaml')));
    run.w.write('out/look.jsonl', exported);
  });

  it('removes folder and note, leaves the export and what is not its own', async () => {
    const note = run.w.path('.juicer/runs/look-1.json');
    fs.writeFileSync(path.join(run.dir, 'mine.txt'), 'mine');
    const { runs } = await run.json<Cleaned>(['clean', ID, '--yes']);
    assert.deepEqual(
      runs.map((r) => [r.run_id, r.removed]),
      [[ID, true]],
    );
    assert.deepEqual(fs.readdirSync(run.dir), ['mine.txt']);
    assert.equal(fs.existsSync(note), false);
    assert.ok(fs.existsSync(run.w.path('out/look.jsonl')));
    await run.ended(['path', ID], 5);
    await run.ended(['clean', '--status', 'done', '--yes'], 0);
    assert.equal(fs.existsSync(run.w.path('outputs/open/open-1')), false);
    assert.match((await run.ended(['clean'], 0)).stderr, /no runs found/);
  });
});

interface Cleaned {
  runs: { run_id: string; status: string; bytes: number; kept: string | null; removed: boolean }[];
}
