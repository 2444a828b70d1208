/** The keys that act, in the flat spelling of the guide or as Data-Juicer names them. */
import { EXPORT_ENDINGS, exportTarget } from '../export/target.js';
import { laterValues, type ActingKey } from './key.js';
import { configsAs, configsLater, textKeysAs, textKeysNotice, weighted } from './dataset-spellings.js';

const acts = (key: string, text: string, more: Partial<ActingKey> = {}): ActingKey => ({
  key,
  standing: 'acts',
  text,
  ...more,
});

const DATA: ActingKey[] = [
  acts('project_name', 'Name of the project; its slug begins the run id.'),
  acts('dataset_path', 'What is read: files, folders, patterns, or a mixture of them.', {
    as: weighted,
  }),
  acts('dataset.configs', 'The parts of a mixture: path and weight of each.', {
    to: 'dataset_path',
    as: configsAs,
    later: configsLater,
  }),
  acts(
    'max_sample_num',
    'Rows that are drawn from all parts together, by their weights; null takes each by its own.',
  ),
  acts('dataset.max_sample_num', 'Rows that are drawn from all parts together.', { to: 'max_sample_num' }),
  acts('sample_seed', 'Settles which rows are drawn.'),
  acts('suffixes', 'Endings of the files that are read of folders and patterns; none: all that can be read.'),
  acts(
    'add_suffix',
    'Whether rows get the field __dj__suffix__ with the ending of their file; null: when suffix_filter is among the ops.',
  ),
  acts('text_files', 'Rows of a .txt file: one for the file, or one for each line.'),
  acts('export_path', 'What is written: the ending says the format, one in / makes it a folder.', {
    later: exportLater,
  }),
  acts(
    'export_shard_size',
    'Bytes with which a file of the export ends and the next begins; 0: one file, in a folder one for each partition.',
  ),
  acts('export_stats', 'True: the stats of filters are written to a file beside the export.'),
  acts('export_success_file', 'True: an empty file _SUCCESS is written last, beside the export.'),
  acts('work_dir', 'Folder of the runs; {project_name} and {run_id} are replaced.'),
  acts(
    'text_keys',
    'The field that holds the text; dots lead into nested ones. Of a list the first is taken.',
    {
      as: textKeysAs,
      notice: textKeysNotice,
    },
  ),
  acts(
    'executor_type',
    'Accepted from other recipes; every run is executed on Temporal, whatever the value.',
  ),
  acts('keep_stats_in_res_ds', 'Whether the stats of filters are kept in the export.'),
  acts(
    'custom_operator_paths',
    'Modules of own ops: files or folders, from the folder of the recipe on, or packages; only where code is allowed.',
  ),
  acts('custom-operator-paths', 'Modules of own ops.', { to: 'custom_operator_paths' }),
  acts('process', 'The ops, in order.'),
];

const PARTITIONING: ActingKey[] = [
  acts('partition_size', 'Rows per partition; null: no bound.'),
  acts('partition.size', 'Rows per partition; null: no bound.', { to: 'partition_size' }),
  acts('max_partition_size_mb', 'Greatest size of a partition, MiB of input.'),
  acts('partition.max_size_mb', 'Greatest size of a partition, MiB of input.', {
    to: 'max_partition_size_mb',
  }),
  acts(
    'partition.mode',
    'auto: the size of partitions is found; manual: it is as the recipe says, or their number.',
  ),
  acts(
    'partition.strategy',
    'What decides where a partition ends: rows, size, or what is found of the input.',
  ),
  acts('partition.num_of_partitions', 'So many partitions of equal rows.', {
    as: (value) => (value === 'auto' ? { to: 'partition.num_of_partitions', value: null } : null),
  }),
  acts(
    'partition.target_size_mb',
    'Size that partitions come near to, MiB of input; null: as large as they may be.',
  ),
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
  acts('storage_format', 'Format of partitions and results, and of checkpoints unless they have their own.'),
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
  acts(
    'performance.enable_compression',
    'False: no file of partitions, checkpoints and results is compressed.',
  ),
  acts(
    'performance.use_arrow_batches',
    'False: an arrow file has all its rows in one record batch, whatever arrow_batch_size says.',
  ),
  acts('performance.arrow_batch_size', 'Rows per record batch of an arrow file.'),
  acts('np', 'Threads per worker.', { to: 'performance.num_workers' }),
];

const ALERTS: ActingKey[] = [
  acts('alerts.max_failure_rate', 'Share of attempts that may fail, from the tenth on; null: not watched.'),
  acts('alerts.max_op_seconds', 'Seconds that an attempt at an op may take; null: not watched.'),
  acts('alerts.min_free_disk_mb', 'Free space below which an alert is given, MiB; null: not watched.'),
  acts('alerts.webhook', 'Address that each alert is posted to, as JSON.'),
  acts(
    'alerts.command',
    'Program that is run for each alert, without a shell; only where the worker allows commands.',
  ),
];

const TRACING: ActingKey[] = [
  acts(
    'open_tracer',
    "True: samples of what each op does to rows are written to trace/ in the run's folder.",
  ),
  acts('op_list_to_trace', 'The ops that are traced; none named: all.'),
  acts('trace_num', 'Samples per op, over the whole run: the first ones of the input.'),
  acts('trace_keys', "Fields that a mapper's sample has beside the two texts."),
];

/** Every acting key. */
export const ACTING_KEYS: readonly ActingKey[] = [
  ...DATA,
  ...PARTITIONING,
  ...FAULTS,
  ...STORAGE,
  ...LOGGING,
  ...ALERTS,
  ...TRACING,
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
    under('storage_format', 'Format of checkpoints; auto: storage_format.'),
    under(
      'compression',
      'Compression of checkpoints, and of partitions and results where their format takes it; auto: snappy for parquet, lz4 for arrow, none for jsonl.',
    ),
    under('max_checkpoints_per_partition', 'Checkpoints of a partition beyond which the oldest files go.'),
    under('cleanup_old_checkpoints', 'False: no checkpoint goes while the run goes on.'),
    under('retention', 'Which checkpoints stay once the run has committed.'),
  ];
}

function exportLater(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (value.includes('{run_id}')) return '{run_id} is replaced in work_dir only';
  return exportTarget(value)
    ? null
    : `give a name that ends in one of ${EXPORT_ENDINGS}, or in / for a folder`;
}
