import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { RUN_FILES } from '../../src/storage/layout.js';
import { project, type Project, type ProjectRun } from './project.js';

const recipe = (min: number, max: number): string => `process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: ${min}}
  - text_length_filter: {max_len: ${max}}
`;
const LINES = Array.from({ length: 40 }, (_, i) => `{"text":"row ${'x'.repeat(i)}"}`).join('\n');

const made: Project[] = [];
after(() => made.forEach((p) => p.remove()));

function newProject(): Project {
  const home = project(LINES);
  made.push(home);
  return home;
}

async function finish(run: ProjectRun): Promise<ProjectRun> {
  for (const { id } of run.mapping.partitions) await run.work(id);
  return run;
}

const whys = (run: ProjectRun): [number, number | null, string | undefined][] =>
  (run.plan.forecast?.groups ?? []).map((g) => [g.partitions, g.up_to_op, g.why?.text]);

test('auto takes the run that is worth most, and the newest of several that are worth the same', async () => {
  const home = newProject();
  await finish(home.run('other-max', recipe(2, 50)));
  await finish(home.run('other-min', recipe(3, 50)));
  const best = await finish(home.run('same', recipe(2, 60)));
  await finish(home.run('newer', recipe(2, 60), 'none'));
  fs.utimesSync(path.join(best.dir, RUN_FILES.plan), 1, 1);
  const run = home.run('next', recipe(2, 60));
  assert.equal(run.plan.reuse?.run_id, 'newer');
  assert.deepEqual(run.plan.forecast?.reuse, { partitions: 4, rows: 40, row_ops: 120 });
  assert.deepEqual(run.plan.forecast.redo, { partitions: 0, rows: 0, row_ops: 0 });
  assert.equal(home.run('near', recipe(3, 70)).plan.reuse?.run_id, 'other-min');
});

test('an unfinished run gives what it has; the forecast says how much, and why not more', async () => {
  const home = newProject();
  const open = home.run('open', recipe(2, 50));
  await open.work(0);
  await open.work(1, 0);
  await open.cut(2);
  const run = home.run('next', recipe(2, 50));
  assert.equal(run.plan.reuse?.run_id, 'open');
  assert.deepEqual(run.plan.forecast?.reuse, { partitions: 3, rows: 30, row_ops: 40 });
  assert.deepEqual(run.plan.forecast.redo, { partitions: 3, rows: 30, row_ops: 80 });
  assert.deepEqual(
    whys(run).sort((a, b) => (a[1] ?? -2) - (b[1] ?? -2)),
    [
      [1, null, 'it was not done'],
      [1, -1, 'it was not done'],
      [1, 0, 'it was not done'],
      [1, 2, undefined],
    ],
  );
});

test('a changed op, a changed input and lost files are each named', async () => {
  const home = newProject();
  const first = await finish(home.run('first', recipe(2, 50)));
  const slot = first.slots(0).at(-1);
  fs.truncateSync(path.join(first.dir, `${slot?.stem}.parquet`), 10);
  fs.rmSync(path.join(first.dir, `${first.slots(1).at(-1)?.stem}.parquet`));
  assert.deepEqual(whys(home.run('lost', recipe(2, 50))), [
    [2, 2, undefined],
    [1, 1, 'a file has not the size of its record'],
    [1, 1, 'the file is not there any more'],
  ]);
  assert.deepEqual(whys(home.run('op', recipe(9, 50))), [[4, 0, 'op 1 text_length_filter: min_len: 2 → 9']]);
  const lines = LINES.split('\n');
  lines[15] = '{"text":"changed"}';
  fs.writeFileSync(home.input, lines.join('\n'));
  assert.deepEqual(whys(home.run('input', recipe(2, 50))).at(-1), [1, null, 'the input has changed']);
});

test('without an earlier run that fits nothing is taken over, and the reason is that of the newest', async () => {
  const home = newProject();
  const alone = home.run('alone', recipe(2, 50));
  assert.equal(alone.plan.reuse, null);
  assert.deepEqual(whys(alone), [[4, null, 'no earlier run of p beside it']]);
  await finish(alone);
  const other = home.run('other', `${recipe(2, 50)}partition_size: 7\n`);
  assert.equal(other.plan.reuse, null);
  assert.equal(other.plan.forecast?.of, 'alone');
  assert.match(whys(other)[0]?.[2] ?? '', /the input is cut into other rows than before/);
  const key = home.run('key', `${recipe(2, 50)}on_row_error: fail\n`);
  assert.equal(key.plan.reuse, null);
  assert.deepEqual(whys(key), [[4, null, 'on_row_error: "quarantine" → "fail"']]);
});

test('none looks at nothing; a run that is named is taken, worth anything or not', async () => {
  const home = newProject();
  const first = await finish(home.run('first', recipe(2, 50)));
  const none = home.run('none', recipe(2, 50), 'none');
  assert.equal(none.plan.reuse, null);
  assert.equal(none.plan.forecast, null);
  const named = home.run('named', `${recipe(2, 50)}partition_size: 7\n`, first.dir);
  assert.deepEqual(named.plan.reuse, { run_id: 'first', dir: first.dir });
});

test('what cannot be read as a run is passed over', async () => {
  const home = newProject();
  await finish(home.run('first', recipe(2, 50)));
  const damaged = await finish(home.run('damaged', recipe(2, 50)));
  fs.appendFileSync(path.join(damaged.dir, RUN_FILES.plan), ' ');
  fs.mkdirSync(path.join(home.dir, 'runs/empty'));
  fs.writeFileSync(path.join(home.dir, 'runs/file'), '');
  assert.equal(home.run('next', recipe(2, 50)).plan.reuse?.run_id, 'first');
});
