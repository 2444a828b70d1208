import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import type { DatasetAnalysis } from '../../src/report/analysis/value.js';
import { seedRecipe, workspace, type Workspace } from './support.js';

const ROWS = 1500;
let w: Workspace;

/** One of three rows is short and looks like a script. */
function textOf(i: number): string {
  return i % 3 === 0 ? `<script>alert(${i})</script>` : `The cat sat on the mat, ${i} times, and looked out.`;
}

before(() => {
  w = workspace();
  w.write('in.jsonl', Array.from({ length: ROWS }, (_, i) => JSON.stringify({ text: textOf(i) })).join('\n'));
  w.write('recipe.yaml', seedRecipe({ dataset: 'in.jsonl', project: 'a' }));
});
after(() => w.remove());

async function analysis(args: string[]): Promise<DatasetAnalysis> {
  const { code, stdout, stderr } = await w.run(['analyze', ...args, '-o', 'json']);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as DatasetAnalysis;
}

test('juicer analyze RECIPE measures every row, drops none, runs nothing and leaves nothing', async () => {
  const data = await analysis(['recipe.yaml']);
  assert.equal(data.rows.measured, ROWS);
  assert.deepEqual(
    data.filters.map((f) => f.stats.map((s) => [s.name, s.count])),
    [
      [['text_len', ROWS]],
      [
        ['lang', ROWS],
        ['lang_score', ROWS],
      ],
    ],
  );
  const long = Array.from({ length: ROWS }, (_, i) => textOf(i)).filter((text) => text.length >= 50);
  assert.equal(data.filters[0]?.kept.rows, long.length);
  assert.ok(data.kept.rows > 0 && data.kept.rows <= long.length);
  assert.deepEqual(fs.readdirSync(w.dir).sort(), ['in.jsonl', 'recipe.yaml']);
});

test('a dataset alone is measured with every filter that needs no parameters, with --recipe by its ops', async () => {
  const alone = await analysis(['in.jsonl', '--rows', '300']);
  for (const op of ['language_id_score_filter', 'text_length_filter', 'words_num_filter'])
    assert.ok(alone.ops.includes(op), op);
  for (const op of ['stopwords_filter', 'specified_field_filter', 'whitespace_normalization_mapper'])
    assert.ok(!alone.ops.includes(op), op);
  assert.equal(alone.rows.measured, 300);
  const by = await analysis([
    'in.jsonl',
    '--recipe',
    'recipe.yaml',
    '--set',
    'process.1.text_length_filter.min_len=1',
  ]);
  assert.equal(by.ops.length, 3);
  assert.equal(by.filters[0]?.kept.rows, ROWS);
});

test('--html writes one file that loads nothing and has no row text', async () => {
  const { code, stdout, stderr } = await w.run(['analyze', 'recipe.yaml', '--html', 'out/a.html']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /text_len +1,?500/);
  const page = w.read('out/a.html');
  assert.match(page, /<svg/);
  assert.doesNotMatch(page, /alert\(|<script|https?:\/\/(?!www\.w3\.org)/);
  assert.ok(page.length < 200_000, `${page.length} characters`);
});

test('what cannot be analysed is refused with what to do', async () => {
  for (const [args, message] of [
    [['missing.jsonl'], /E_INPUT_MISSING/],
    [['recipe.yaml', '--rows', '0'], /E_USAGE.*--rows/],
    [['recipe.yaml', '--recipe', 'recipe.yaml'], /E_USAGE.*--recipe/],
    [['some-run', '--html', 'x.html'], /E_USAGE.*--html means nothing for a run/],
    [['recipe.yaml', '--set', 'process=[whitespace_normalization_mapper]'], /E_USAGE.*no filter/],
  ] as const) {
    const { code, stderr } = await w.run(['analyze', ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

test('plan and validate tell where a recipe departs from good practice, with figures', async () => {
  const tight = ['--set', 'max_retries=9', '--set', 'performance.memory_limit_gb=0.125', '--set', 'np=128'];
  const plan = await w.run(['plan', 'recipe.yaml', ...tight, '-o', 'json']);
  assert.equal(plan.code, 0, plan.stderr);
  const { warnings } = JSON.parse(plan.stdout) as {
    warnings: { kind: string; value: number; limit: number }[];
  };
  const found = warnings.map(({ kind, value, limit }) => [kind, value > limit]);
  assert.deepEqual(found, [['retries', true]]);
  const text = await w.run(['plan', 'recipe.yaml', ...tight]);
  assert.match(text.stdout, /warning: max_retries is 9: .*; set max_retries to 5 or less/);
  const valid = await w.run(['validate', 'recipe.yaml', ...tight]);
  assert.match(valid.stderr, /warning: max_retries is 9/);
  const sound = await w.run(['plan', 'recipe.yaml', '-o', 'json']);
  assert.deepEqual((JSON.parse(sound.stdout) as { warnings: unknown[] }).warnings, []);
});
