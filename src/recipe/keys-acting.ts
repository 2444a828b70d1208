/** The keys that act, in the flat spelling of the guide or as Data-Juicer names them. */
import { laterValues, type ActingKey } from './key.js';

const acts = (key: string, text: string, more: Partial<ActingKey> = {}): ActingKey => ({
  key,
  standing: 'acts',
  text,
  ...more,
});

const FORMATS_LATER = laterValues(['arrow', 'jsonl'], 'use parquet');

const DATA: ActingKey[] = [
  acts('project_name', 'Name of the project; its slug begins the run id.'),
  acts('dataset_path', 'The .jsonl file to read.', { later: pathLater }),
  acts('export_path', 'The .jsonl file to write.', { later: exportLater }),
  acts('work_dir', 'Folder of the runs; {project_name} and {run_id} are replaced.'),
  acts('text_keys', 'The field that holds the text.', { later: textKeysLater, as: textKeysAs }),
  acts(
    'executor_type',
    'Accepted from other recipes; every run is executed on Temporal, whatever the value.',
  ),
  acts('keep_stats_in_res_ds', 'Whether the stats of filters are kept in the export.'),
  acts('process', 'The ops, in order.'),
];

const PARTITIONING: ActingKey[] = [
  acts('partition_size', 'Rows per partition.'),
  acts('partition.size', 'Rows per partition.', { to: 'partition_size' }),
  acts('max_partition_size_mb', 'Greatest size of a partition, MiB of input.'),
  acts('partition.max_size_mb', 'Greatest size of a partition, MiB of input.', {
    to: 'max_partition_size_mb',
  }),
  acts('max_concurrent_partitions', 'Partitions worked on at a time.'),
  acts('partition.max_concurrent_partitions', 'Partitions worked on at a time.', {
    to: 'max_concurrent_partitions',
  }),
];

const FAULTS: ActingKey[] = [
  acts('enable_fault_tolerance', 'False: one attempt each, the first error fails the run.'),
  acts('max_retries', 'Attempts after the first, per segment.'),
  acts('retry.initial_interval', 'Wait before the second attempt.'),
  acts('retry.backoff', 'Factor between one wait and the next.'),
  acts('retry.maximum_interval', 'Longest wait between attempts.'),
  acts('max_worker_losses', 'Attempts that may be lost to dead workers, per segment.'),
  acts(
    'on_partition_error',
    'What becomes of a partition whose attempts are used up: park it for a decision, skip it, or fail the run.',
  ),
  acts('max_failed_partitions', 'Skipped partitions beyond which the run fails; null is no limit.'),
  acts(
    'on_row_error',
    'What becomes of a row that cannot be read or makes an op throw: quarantine it, or fail its partition.',
  ),
  acts('max_quarantined_rows', 'Quarantined rows beyond which the run fails; null is no limit.'),
  acts(
    'skip_op_error',
    'True: rows that make an op throw are quarantined; false: they fail their partition.',
    {
      as: (value) =>
        typeof value === 'boolean' ? { to: 'on_row_error', value: value ? 'quarantine' : 'fail' } : null,
      to: 'on_row_error',
      words: [true, false],
    },
  ),
  ...['recovery', 'fault_tolerance'].flatMap(recoveryKeys),
];

const STORAGE: ActingKey[] = [
  acts('storage_format', 'Format of partitions, results and checkpoints: parquet.', { later: FORMATS_LATER }),
  acts('parquet_engine', 'Which library writes Parquet.'),
  acts('preserve_intermediate_data', 'False: partitions and checkpoints go when the run has committed.'),
  ...['checkpointing', 'checkpoint'].flatMap(checkpointKeys),
  acts('op_fusion', 'True: neighbouring ops between checkpoints run in one pass over each batch.'),
  acts('fusion_strategy', 'Which ops are fused: greedy, all that stand between two checkpoints.', {
    later: laterValues(['probe'], 'use greedy; ops keep the order of the recipe'),
  }),
];

const LOGGING: ActingKey[] = [
  acts('event_logging.enabled', 'Whether an event log is written.'),
  acts('event_logging.log_level', 'Least level of what is logged.'),
  acts('event_logging.max_log_size_mb', 'Size at which the event log is rotated, MB.'),
  acts('event_logging.backup_count', 'Rotated logs that are kept.'),
  acts('event_logging.log_to_console', 'Whether events are shown on the console.'),
  acts('event_logging.log_to_file', 'Whether events are written to the log file.'),
  acts('performance.batch_size', 'Rows per batch.'),
  acts('performance.num_workers', 'Threads per worker.'),
  acts(
    'performance.prefetch_factor',
    'Partitions that are open for each thread when max_concurrent_partitions is auto: the next are ready when one is done.',
  ),
  acts(
    'performance.memory_limit_gb',
    'Memory of all threads of a worker, GiB; a thread that uses more than its share is ended and the attempt fails.',
  ),
  acts('np', 'Threads per worker.', { to: 'performance.num_workers' }),
];

/** Every acting key. */
export const ACTING_KEYS: readonly ActingKey[] = [
  ...DATA,
  ...PARTITIONING,
  ...FAULTS,
  ...STORAGE,
  ...LOGGING,
];

function recoveryKeys(group: string): ActingKey[] {
  const under = (name: string, to: string, text: string) => acts(`${group}.${name}`, text, { to });
  return [
    under('enabled', 'enable_fault_tolerance', 'False: one attempt each.'),
    under('max_retries', 'max_retries', 'Attempts after the first.'),
    under('initial_interval', 'retry.initial_interval', 'Wait before the second attempt.'),
    under('backoff', 'retry.backoff', 'Factor between one wait and the next.'),
    under('maximum_interval', 'retry.maximum_interval', 'Longest wait between attempts.'),
    acts(`${group}.retry_backoff`, 'How waits grow: exponential doubles them, fixed keeps them equal.', {
      to: 'retry.backoff',
      words: ['exponential', 'fixed'],
      as: (value) => {
        if (value === 'exponential') return { to: 'retry.backoff', value: 2 };
        return value === 'fixed' ? { to: 'retry.backoff', value: 1 } : null;
      },
      later: laterValues(['linear'], 'use exponential or fixed, or retry.backoff'),
    }),
  ];
}

function checkpointKeys(group: string): ActingKey[] {
  const under = (name: string, text: string, more: Partial<ActingKey> = {}) =>
    acts(`${group}.${name}`, text, { to: `checkpointing.${name}`, ...more });
  return [
    under('enabled', 'False: no checkpoints between a partition and its result.'),
    under('strategy', 'After which ops a checkpoint is written; disabled is enabled: false.', {
      as: (value) => (value === 'disabled' ? { to: 'checkpointing.enabled', value: false } : null),
    }),
    under('n_ops', 'For every_n_ops: ops from one checkpoint to the next.'),
    under('op_names', 'For manual: the ops after which a checkpoint is written.'),
    under('storage_format', 'Format of checkpoints: parquet.', { later: FORMATS_LATER }),
    under('compression', 'Compression of checkpoints.'),
    under('max_checkpoints_per_partition', 'Checkpoints of a partition beyond which the oldest files go.'),
    under('cleanup_old_checkpoints', 'False: no checkpoint goes while the run goes on.'),
    under('retention', 'Which checkpoints stay once the run has committed.'),
  ];
}

function pathLater(value: unknown): string | null {
  if (Array.isArray(value) || (typeof value === 'object' && value !== null)) return 'give one .jsonl file';
  if (typeof value !== 'string' || value === '') return null;
  if (/[*?]/.test(value)) return 'a pattern is given where one .jsonl file is read';
  return value.endsWith('.jsonl') ? null : 'give one file whose name ends in .jsonl';
}

function exportLater(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (value.includes('{run_id}')) return '{run_id} is replaced in work_dir only';
  return value.endsWith('.jsonl') ? null : 'give a file whose name ends in .jsonl';
}

function textKeysLater(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 1 ? textKeysLater(value[0]) : 'give one field';
  return typeof value === 'string' && value.includes('.') ? 'give a top-level field' : null;
}

function textKeysAs(value: unknown): { to: string; value: unknown } | null {
  return Array.isArray(value) && value.length === 1 ? { to: 'text_keys', value: value[0] } : null;
}
