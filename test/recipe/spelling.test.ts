import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { LEAST, load } from './helper.js';

test('the flat and the nested spelling resolve to the same recipe, and what was mapped is told', () => {
  const flat = load(
    `${LEAST}partition_size: 5\nmax_partition_size_mb: 7\ncheckpointing: {compression: gzip}\nperformance: {num_workers: 2}\n`,
  );
  const nested = load(
    `${LEAST}partition: {size: 5, max_size_mb: 7}\ncheckpoint: {compression: gzip}\nnp: 2\n`,
  );
  assert.deepEqual(nested.recipe, flat.recipe);
  assert.equal(nested.sha256, flat.sha256);
  assert.deepEqual(flat.mapped, []);
  assert.deepEqual(nested.mapped, [
    { from: 'partition.size', to: 'partition_size' },
    { from: 'partition.max_size_mb', to: 'max_partition_size_mb' },
    { from: 'checkpoint.compression', to: 'checkpointing.compression' },
    { from: 'np', to: 'performance.num_workers' },
  ]);
});

test('two spellings that agree are fine', () => {
  assert.equal(load(`${LEAST}np: 2\nperformance: {num_workers: 2}\n`).recipe.performance.num_workers, 2);
});

test('recovery and fault_tolerance are retry and max_retries', () => {
  for (const group of ['recovery', 'fault_tolerance']) {
    const { recipe } = load(
      `${LEAST}${group}: {enabled: false, max_retries: 1, initial_interval: 500ms, backoff: 3, maximum_interval: 1h}\n`,
    );
    assert.equal(recipe.enable_fault_tolerance, false);
    assert.equal(recipe.max_retries, 1);
    assert.deepEqual(recipe.retry, { initial_interval: 0.5, backoff: 3, maximum_interval: 3600 });
  }
  assert.equal(load(`${LEAST}recovery: {retry_backoff: fixed}\n`).recipe.retry.backoff, 1);
});

test('skip_op_error: true is on_row_error: quarantine', () => {
  const { recipe, mapped, origins } = load(`${LEAST}skip_op_error: true\n`);
  assert.equal(recipe.on_row_error, 'quarantine');
  assert.deepEqual(mapped, [{ from: 'skip_op_error', to: 'on_row_error' }]);
  assert.equal(origins['on_row_error'], 'recipe');
});

test('strategy disabled is enabled: false', () => {
  const { recipe } = load(`${LEAST}checkpoint: {strategy: disabled}\n`);
  assert.deepEqual(
    recipe.checkpointing,
    load(`${LEAST}checkpointing: {enabled: false}\n`).recipe.checkpointing,
  );
});

test('durations are seconds, with a unit or without', () => {
  for (const [text, seconds] of [
    ['1s', 1],
    ['500ms', 0.5],
    ['2m', 120],
    ['1.5s', 1.5],
    ['3', 3],
    ['0.25', 0.25],
  ] as const) {
    const { recipe } = load(`${LEAST}retry: {initial_interval: ${text}, maximum_interval: 1h}\n`);
    assert.equal(recipe.retry.initial_interval, seconds, text);
  }
});

test('an op is a bare name, a name with nothing, or a name with parameters; one op may come twice', () => {
  const { recipe, op_lines } = load(
    'dataset_path: a.jsonl\nexport_path: b.jsonl\nprocess:\n  - text_length_filter\n  - text_length_filter:\n  - text_length_filter: {min_len: 3}\n',
  );
  assert.deepEqual(recipe.process[0], recipe.process[1]);
  assert.equal(recipe.process[2]?.params['min_len'], 3);
  assert.deepEqual(op_lines, [4, 5, 6]);
});

test('a list of one text key is that key', () => {
  assert.equal(load(`${LEAST}text_keys: [body]\n`).recipe.text_keys, 'body');
});

test('paths are absolute; placeholders are project_name and run_id, other braces are text', () => {
  const { recipe } = load(
    'project_name: My Project\ndataset_path: "{x}/{project_name}.jsonl"\nexport_path: out/{project_name}.jsonl\n' +
      'work_dir: w/{project_name}/{run_id}/{other}\nprocess: [text_length_filter]\n',
  );
  assert.equal(recipe.project_name, 'my-project');
  assert.equal(recipe.dataset_path, path.resolve('/home', '{x}/{project_name}.jsonl'));
  assert.equal(recipe.export_path, path.resolve('/home', 'out/my-project.jsonl'));
  assert.equal(recipe.work_dir, path.resolve('/home', 'w/my-project/{run_id}/{other}'));
});

test('a project name that is changed into its slug is told', () => {
  assert.deepEqual(load(`${LEAST}project_name: My Project\n`).notices, [
    'project_name "My Project" is used as my-project',
  ]);
  assert.equal(load(LEAST).recipe.project_name, 'juicer');
});

test('a file that a parameter names is absolute, so that every worker finds it', () => {
  const { recipe } = load(
    'dataset_path: a.jsonl\nexport_path: b.jsonl\nprocess: [language_id_score_filter: {model_path: m.ftz}]\n',
  );
  assert.equal(recipe.process[0]?.params['model_path'], path.resolve('/home', 'm.ftz'));
});

test('a notice key given twice gives one notice', () => {
  assert.equal(load(`${LEAST}ray_address: auto\n`, { set: ['ray_address=local'] }).notices.length, 1);
});

test('anchors and aliases may be used', () => {
  const { recipe } = load(
    'dataset_path: a.jsonl\nexport_path: b.jsonl\nprocess:\n  - text_length_filter: &p {min_len: 3}\n  - text_length_filter: *p\n',
  );
  assert.deepEqual(recipe.process[0], recipe.process[1]);
});
