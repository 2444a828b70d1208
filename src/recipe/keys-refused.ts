/** Keys that are known and not supported in this version, each with what to do instead. */
import type { RefusedKey } from './key.js';

/** What to do, then the keys it goes for. */
const REFUSED: readonly [todo: string, ...keys: string[]][] = [
  ['leave it out; partitions are cut by partition_size and max_partition_size_mb', ...partition()],
  ['leave it out', ...under('performance', 'use_arrow_batches', 'arrow_batch_size')],
  ['leave it out; see checkpointing.compression', 'performance.enable_compression'],
  ['leave it out; watch the event log', ...alerts()],
  ['leave it out; the export is one file', 'export_shard_size', 'suffixes'],
  ['leave it out; the ending of export_path decides, .jsonl', 'export_type', 'export_extra_args'],
  ['leave it out; no op of this version makes hashes', 'keep_hashes_in_res_ds'],
  ['leave it out; read one file through dataset_path', 'dataset.configs', 'dataset.max_sample_num'],
  ['leave it out; read one file through dataset_path', 'generated_dataset_config', 'load_dataset_kwargs'],
  ['leave it out; read one file through dataset_path', 'read_options', 'validators'],
  [
    'leave it out; the checkpoints show what each op did',
    'open_tracer',
    'op_list_to_trace',
    'trace_num',
    'trace_keys',
  ],
  ['leave it out; use built-in ops', 'custom_operator_paths', 'custom-operator-paths'],
  ['leave it out; see the performance metrics of the run', 'open_monitor'],
  ['leave it out', 'open_insight_mining', 'op_list_to_mine'],
  [
    'leave it out and encrypt the file system',
    'encrypt_before_export',
    'decrypt_after_reading',
    'encryption_key_path',
  ],
  ['name the run on the command line', 'job_id', 'resume'],
  [
    "leave it out; everything of a run stands in work_dir's folder of the run",
    'event_log_dir',
    'checkpoint_dir',
  ],
];

/** Every refused key. */
export const REFUSED_KEYS: readonly RefusedKey[] = REFUSED.flatMap(([text, ...keys]) =>
  keys.map((key): RefusedKey => ({ key, standing: 'refused', text })),
);

function under(group: string, ...names: string[]): string[] {
  return names.map((name) => `${group}.${name}`);
}

function partition(): string[] {
  return under('partition', 'mode', 'strategy', 'num_of_partitions', 'target_size_mb');
}

function alerts(): string[] {
  return under('alerts', 'max_failure_rate', 'max_op_seconds', 'min_free_disk_mb', 'webhook', 'command');
}
