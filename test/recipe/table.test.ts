import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEYS } from '../../src/recipe/keys.js';
import { fieldAt, fieldPaths } from '../../src/recipe/resolved.js';
import { LEAST, load, problemsOf } from './helper.js';

/** For every acting key a value that is not the default, as YAML; null: it has one value only, or is tested elsewhere. */
const SAMPLES: Record<string, string | null> = {
  project_name: 'other',
  dataset_path: 'other.jsonl',
  suffixes: '[.csv]',
  add_suffix: 'true',
  text_files: 'line',
  export_path: 'other.jsonl',
  export_shard_size: '7',
  export_stats: 'true',
  export_success_file: 'true',
  work_dir: 'elsewhere',
  text_keys: 'body',
  executor_type: 'ray',
  keep_stats_in_res_ds: 'true',
  process: '[text_length_filter]',
  'partition.mode': 'auto',
  'partition.strategy': 'size',
  'partition.num_of_partitions': '7',
  'partition.target_size_mb': '7',
  partition_size: '7',
  'dataset.configs': '[{path: b.jsonl}]',
  max_sample_num: '7',
  'dataset.max_sample_num': '7',
  sample_seed: '7',
  'partition.size': '7',
  max_partition_size_mb: '7',
  'partition.max_size_mb': '7',
  max_concurrent_partitions: '7',
  'partition.max_concurrent_partitions': '7',
  enable_fault_tolerance: 'false',
  max_retries: '7',
  'retry.initial_interval': '500ms',
  'retry.backoff': '3',
  'retry.maximum_interval': '2m',
  max_worker_losses: '7',
  on_partition_error: 'skip',
  max_failed_partitions: '7',
  on_row_error: 'fail',
  max_quarantined_rows: '7',
  skip_op_error: 'false',
  storage_format: 'arrow',
  parquet_engine: 'parquetjs-lite',
  preserve_intermediate_data: 'false',
  op_fusion: 'true',
  fusion_strategy: null,
  custom_operator_paths: null,
  'custom-operator-paths': null,
  'event_logging.enabled': 'false',
  'event_logging.log_level': 'DEBUG',
  'event_logging.max_log_size_mb': '7',
  'event_logging.backup_count': '7',
  'event_logging.log_to_console': 'false',
  'event_logging.log_to_file': 'false',
  'alerts.max_failure_rate': '0.7',
  'alerts.max_op_seconds': '7',
  'alerts.min_free_disk_mb': '7',
  'alerts.webhook': 'https://host/hook',
  'alerts.command': '[notify]',
  open_tracer: 'true',
  op_list_to_trace: '[whitespace_normalization_mapper]',
  trace_num: '7',
  trace_keys: '[meta]',
  'performance.batch_size': '7',
  'performance.num_workers': '7',
  'performance.prefetch_factor': '7',
  'performance.memory_limit_gb': '1.5',
  'performance.enable_compression': 'false',
  'performance.use_arrow_batches': 'false',
  'performance.arrow_batch_size': '7',
  np: '7',
};
/** What a key needs beside it to be taken. */
const BESIDE: Record<string, string[]> = { 'partition.target_size_mb': ['partition.strategy=size'] };
for (const group of ['recovery', 'fault_tolerance']) {
  SAMPLES[`${group}.enabled`] = 'false';
  SAMPLES[`${group}.max_retries`] = '7';
  SAMPLES[`${group}.initial_interval`] = '2';
  SAMPLES[`${group}.backoff`] = '3';
  SAMPLES[`${group}.maximum_interval`] = '90';
  SAMPLES[`${group}.retry_backoff`] = 'fixed';
}
for (const group of ['checkpointing', 'checkpoint']) {
  SAMPLES[`${group}.enabled`] = 'false';
  SAMPLES[`${group}.strategy`] = 'disabled';
  SAMPLES[`${group}.storage_format`] = 'jsonl';
  SAMPLES[`${group}.compression`] = 'zstd';
  SAMPLES[`${group}.n_ops`] = '7';
  SAMPLES[`${group}.op_names`] = '[whitespace_normalization_mapper]';
  SAMPLES[`${group}.max_checkpoints_per_partition`] = '7';
  SAMPLES[`${group}.cleanup_old_checkpoints`] = 'false';
  SAMPLES[`${group}.retention`] = 'cleanup_all';
}

test('every key of the table has words that say what it does, why it has no effect, or what to do', () => {
  for (const key of KEYS.values()) assert.match(key.text, /\w{2}/, key.key);
});

test('every acting key changes the resolved recipe', () => {
  const before = load(LEAST).recipe;
  for (const key of KEYS.values()) {
    if (key.standing !== 'acts') continue;
    const sample = SAMPLES[key.key];
    assert.notEqual(sample, undefined, `${key.key} has no sample`);
    if (typeof sample !== 'string') continue;
    const after = load(LEAST, { set: [`${key.key}=${sample}`, ...(BESIDE[key.key] ?? [])] });
    assert.notDeepEqual(after.recipe, before, key.key);
    assert.deepEqual(after.notices, [], key.key);
  }
});

test('an acting key with one value takes it and refuses the others that the design knows', () => {
  for (const [key, taken, refused] of [['fusion_strategy', 'greedy', 'probe']] as const) {
    assert.deepEqual(problemsOf(LEAST, { set: [`${key}=${taken}`] }), [], key);
    const [problem] = problemsOf(LEAST, { set: [`${key}=${refused}`] });
    assert.equal(problem?.code, 'E_UNSUPPORTED', `${key}=${refused}`);
    assert.match(problem.message, new RegExp(`^not supported yet: ${key}`));
    assert.ok(problem.hint);
  }
});

test('every notice key loads, changes nothing and gives one notice that names it', () => {
  const before = load(LEAST).recipe;
  for (const key of KEYS.values()) {
    if (key.standing !== 'notice') continue;
    const { recipe, notices } = load(LEAST, { set: [`${key.key}=true`] });
    assert.deepEqual(recipe, before, key.key);
    assert.equal(notices.length, 1, key.key);
    assert.ok(notices[0]?.startsWith(`${key.key} is accepted for compatibility`), key.key);
  }
});

test('every refused key is refused by name, with what to do', () => {
  for (const key of KEYS.values()) {
    if (key.standing !== 'refused') continue;
    const problems = problemsOf(LEAST, { set: [`${key.key}=1`] });
    assert.equal(problems.length, 1, key.key);
    assert.equal(problems[0]?.code, 'E_UNSUPPORTED', key.key);
    assert.equal(problems[0]?.message, `not supported yet: ${key.key}`);
    assert.equal(problems[0]?.hint, key.text);
  }
});

test('every setting of the resolved recipe has a key of its own, and every key leads to a setting', () => {
  for (const path of fieldPaths()) assert.equal(KEYS.get(path)?.standing, 'acts', path);
  for (const key of KEYS.values()) {
    if (key.standing === 'acts') assert.ok(fieldAt(key.to ?? key.key), key.key);
  }
});

test('the table knows every key of Data-Juicer that matters here', () => {
  const names = `project_name executor_type dataset_path dataset.configs dataset.max_sample_num generated_dataset_config
    validators load_dataset_kwargs load_jsonl_lenient read_options override_num_blocks np text_keys skip_op_error use_cache
    ds_cache_dir temp_dir cache_compress open_monitor strict_preflight use_dag custom-operator-paths debug
    auto_op_parallelism turbo adaptive_batch_size export_path work_dir export_type export_shard_size export_in_parallel
    export_extra_args keep_stats_in_res_ds keep_hashes_in_res_ds encrypt_before_export decrypt_after_reading
    encryption_key_path job_id resume event_log_dir checkpoint_dir partition_dir event_logging.enabled use_checkpoint
    checkpoint.enabled checkpoint.strategy checkpoint.n_ops checkpoint.op_names partition.mode partition.size
    partition.num_of_partitions partition.partitions_per_node partition.max_concurrent_partitions partition.target_size_mb
    partition.max_gpu_workers_per_device partition.execution_group_size op_fusion fusion_strategy mapper_fusion
    mapper_fusion_vram_limit open_tracer op_list_to_trace trace_num trace_keys open_insight_mining op_list_to_mine`;
  for (const name of names.trim().split(/\s+/)) assert.ok(KEYS.has(name), name);
});
