import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { builtInOps } from '../../src/ops/registry.js';
import { loadRecipeFile } from '../../src/recipe/load.js';
import { projectRoot } from './root.js';
import { LEAST, load } from './helper.js';

const basic = path.join(projectRoot(), 'test/recipe/fixtures/guide-basic.yaml');

test("the guide's Basic Configuration loads as it stands, with one notice", () => {
  const { recipe, notices, mapped } = loadRecipeFile(basic, { registry: builtInOps(), cwd: '/home' });
  assert.equal(recipe.project_name, 'my-partitioned-project');
  assert.equal(recipe.dataset_path, path.resolve('/home', 'data/large-dataset.jsonl'));
  assert.equal(recipe.work_dir, path.resolve('/home', 'outputs/my-partitioned-project'));
  assert.equal(recipe.executor_type, 'ray_partitioned');
  assert.deepEqual(
    recipe.process.map((op) => op.name),
    ['whitespace_normalization_mapper', 'text_length_filter', 'language_id_score_filter'],
  );
  assert.equal(recipe.process[1]?.params['max_len'], 2000);
  assert.deepEqual(notices, [
    'ray_address is accepted for compatibility and has no effect: runs go through Temporal, not through Ray',
  ]);
  assert.deepEqual(mapped, []);
});

test("what the guide's partitioning and event logging sections say beyond it loads", () => {
  const logging =
    'event_logging: {enabled: true, log_level: INFO, max_log_size_mb: 100, backup_count: 5, log_to_console: true, log_to_file: true}\n';
  const { recipe } = load(`${LEAST}${logging}`);
  assert.equal(recipe.event_logging.log_to_console, true);
});

test("the guide's checkpointing section loads as it stands, and says what the defaults say", () => {
  const section = `checkpointing:
  enabled: true
  storage_format: 'parquet'
  compression: 'snappy'
  max_checkpoints_per_partition: 10
  cleanup_old_checkpoints: true
`;
  assert.deepEqual(load(LEAST + section).recipe, load(LEAST).recipe);
});

test("the guide's performance section loads as it stands, and says what the defaults say", () => {
  const section = `performance:
  batch_size: 1000
  prefetch_factor: 2
  num_workers: 4
  memory_limit_gb: 8
  enable_compression: true
  use_arrow_batches: true
  arrow_batch_size: 1000
`;
  const { recipe } = load(LEAST + section);
  const usual = load(LEAST).recipe;
  assert.deepEqual(recipe, { ...usual, performance: { ...usual.performance, num_workers: 4 } });
});

test('every recipe that comes with the product loads', () => {
  const folder = path.join(projectRoot(), 'recipes');
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  assert.ok(files.includes('seed.yaml'));
  for (const file of files) {
    const { recipe, notices } = loadRecipeFile(path.join(folder, file), {
      registry: builtInOps(),
      cwd: projectRoot(),
    });
    assert.ok(recipe.process.length > 0, file);
    assert.deepEqual(notices, [], file);
  }
});
