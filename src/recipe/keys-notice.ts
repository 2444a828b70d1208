/** Keys of Data-Juicer that are accepted for compatibility and have no effect on a run. */
import { laterValues, type NoticeKey } from './key.js';

const notice = (key: string, text: string): NoticeKey => ({ key, standing: 'notice', text });

const GPU = 'nothing here runs on a GPU';
const GPU_KEYS = [
  'max_gpu_workers_per_device',
  'max_concurrent_gpu_probes',
  'gpu_preflight_enabled',
  'gpu_probe_timeout_seconds',
  'gpu_probe_warmup_batches',
  'gpu_probe_steady_batches',
  'gpu_probe_sample_offset',
  'gpu_probe_sample_shuffle',
  'gpu_probe_sample_seed',
];

/** Every key that gives a notice. */
export const NOTICE_KEYS: readonly NoticeKey[] = [
  notice('ray_address', 'runs go through Temporal, not through Ray'),
  notice('use_cache', 'checkpoints take the place of a cache'),
  notice('ds_cache_dir', 'checkpoints take the place of a cache'),
  notice('cache_compress', 'checkpoints take the place of a cache; see checkpointing.compression'),
  notice('use_checkpoint', 'checkpoints are governed by checkpointing.enabled'),
  notice('use_dag', 'every run has a plan'),
  notice('strict_preflight', 'every recipe is checked in full before the run'),
  notice(
    'auto_op_parallelism',
    'the width is governed by performance.num_workers and max_concurrent_partitions',
  ),
  notice('turbo', 'there is no slower way to switch off'),
  notice('adaptive_batch_size', 'the batch size is performance.batch_size'),
  notice('override_num_blocks', 'there are no blocks; see partition_size'),
  notice('export_in_parallel', 'partitions are always written in parallel, the export in order'),
  notice('temp_dir', "temporary files stand in the run's own folder"),
  notice('partition_dir', "partitions stand in the run's own folder"),
  notice('debug', 'see event_logging.log_level'),
  notice('mapper_fusion', GPU),
  notice('mapper_fusion_vram_limit', GPU),
  notice('partition.partitions_per_node', 'partitions are cut by rows and size, not by node'),
  notice('partition.execution_group_size', GPU),
  notice('partition.max_initialization_overhead_ratio', GPU),
  ...GPU_KEYS.map((key) => notice(`partition.${key}`, GPU)),
  {
    key: 'load_jsonl_lenient',
    standing: 'notice',
    text: 'lines that cannot be read are always quarantined; see on_row_error',
    later: laterValues([false], 'leave it out, lines that cannot be read are quarantined'),
  },
];
