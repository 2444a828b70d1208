/**
 * The resolved recipe: one shape, whatever spelling it came from; a plain JSON value, fully defaulted. Its keys are keys
 * of a recipe, so that it can be written down and loaded again. Each description reads on from "expected".
 */
import { z } from 'zod';
import { COMPRESSIONS, STORAGE_FORMATS } from '../model/file-form.js';
import { alerts } from './alerts.js';
import { seconds } from './duration.js';

const truth = () => z.boolean().describe('true or false');
const whole = (min: number, max: number) =>
  z.int().min(min).max(max).describe(`a whole number from ${min} to ${max}`);
const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values).describe(values.length === 1 ? values[0] : `one of ${values.join(', ')}`);
const autoOr = (max: number) =>
  z.union([z.literal('auto'), z.int().min(1).max(max)]).describe(`auto or a whole number from 1 to ${max}`);
const limit = () =>
  z
    .union([z.null(), z.int().min(0).max(Number.MAX_SAFE_INTEGER)])
    .describe('null or a whole number from 0 on');
const path = (what: string) =>
  z
    .string()
    .min(1)
    .refine((text) => !text.includes('\0'))
    .describe(what);

const paths = () => {
  const one = path('the path of a file or folder');
  const weight = z.number().min(0).max(1000);
  const part = z.strictObject({ path: z.union([one, z.array(one).min(1)]), weight: weight.default(1) });
  return z
    .union([
      one,
      z
        .array(z.union([one, part]))
        .min(1)
        .max(10_000),
    ])
    .refine((value) => !Array.isArray(value) || value.some((p) => typeof p === 'string' || p.weight > 0))
    .describe('the path of a file or folder, a pattern, or a list of them, with weights if need be');
};

/** Modules of own ops, by name; in a resolved recipe each with the hash of its text. */
const modules = () => {
  const one = path('a file, a folder or a package');
  const hash = z.string().regex(/^[0-9a-f]{64}$/);
  return z
    .union([one, z.array(z.union([one, z.strictObject({ path: one, sha256: hash })])).max(100)])
    .describe('a file, a folder or a package, or a list of them');
};

const nullOrWhole = (max: number) =>
  z.union([z.null(), z.int().min(1).max(max)]).describe(`null or a whole number from 1 to ${max}`);

const partition = z.strictObject({
  mode: choice('auto', 'manual').default('manual'),
  strategy: choice('sample', 'size', 'adaptive').default('sample'),
  num_of_partitions: nullOrWhole(999_999).default(null),
  target_size_mb: z
    .union([z.null(), z.number().positive().max(1_000_000)])
    .describe('null or a number above 0')
    .default(null),
});

const retry = z.strictObject({
  initial_interval: seconds(0.001).default(1),
  backoff: z.number().min(1).max(100).describe('a number from 1 to 100').default(2),
  maximum_interval: seconds(0.001).default(60),
});

const checkpointing = z.strictObject({
  enabled: truth().default(true),
  strategy: choice('every_op', 'every_n_ops', 'manual', 'auto').default('every_op'),
  n_ops: whole(1, 1000).default(2),
  op_names: z.array(z.string()).max(1000).describe('a list of names of ops').default([]),
  storage_format: choice('auto', ...STORAGE_FORMATS).default('auto'),
  compression: choice('auto', ...COMPRESSIONS).default('auto'),
  max_checkpoints_per_partition: whole(1, 1000).default(10),
  cleanup_old_checkpoints: truth().default(true),
  retention: choice('keep_all', 'keep_failed_only', 'cleanup_all').default('keep_all'),
});

const eventLogging = z.strictObject({
  enabled: truth().default(true),
  log_level: choice('DEBUG', 'INFO', 'WARNING', 'ERROR').default('INFO'),
  max_log_size_mb: z.number().positive().max(1_000_000).describe('a number above 0').default(100),
  backup_count: whole(0, 1000).default(5),
  log_to_console: truth().default(true),
  log_to_file: truth().default(true),
});

const performance = z.strictObject({
  batch_size: whole(1, 1_000_000).default(1000),
  num_workers: autoOr(256).default('auto'),
  prefetch_factor: whole(1, 64).default(2),
  memory_limit_gb: z.number().min(0.125).max(4096).describe('a number from 0.125 to 4096').default(8),
  enable_compression: truth().default(true),
  use_arrow_batches: truth().default(true),
  arrow_batch_size: whole(1, 1_000_000).default(1000),
});

/** A project's name is held as its slug, for it begins the id of every run. */
const projectName = z
  .string()
  .max(100)
  .refine((name) => slug(name) !== '' && !name.includes('\0'))
  .transform(slug)
  .describe('a name with letters a to z or digits, up to 100 characters');

const op = z.strictObject({ name: z.string(), params: z.record(z.string(), z.unknown()) });

/** Paths are absolute, times in seconds, sizes in MiB. */
export const resolvedSchema = z.strictObject({
  project_name: projectName.default('juicer'),
  dataset_path: paths(),
  suffixes: z.array(z.string().min(1)).max(100).describe('a list of endings of files').default([]),
  max_sample_num: z
    .union([z.null(), z.int().min(1).max(Number.MAX_SAFE_INTEGER)])
    .describe('null or a whole number from 1 on')
    .default(null),
  sample_seed: whole(0, 2 ** 31 - 1).default(42),
  add_suffix: z.boolean().nullable().describe('null or true or false').default(null),
  text_files: choice('file', 'line').default('file'),
  export_path: path('the path of a file or, with / at its end, of a folder'),
  export_shard_size: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  export_stats: truth().default(false),
  export_success_file: truth().default(false),
  work_dir: path('the path of a folder').default('./outputs/{project_name}'),
  text_keys: z.string().min(1).describe('the name of a field').default('text'),
  executor_type: choice('temporal', 'default', 'ray', 'ray_partitioned').default('temporal'),
  partition: partition.prefault({}),
  /** Null: rows do not bound a partition. */
  partition_size: nullOrWhole(100_000_000).default(10_000),
  max_partition_size_mb: z
    .number()
    .positive()
    .max(1024)
    .describe('a number above 0, up to 1024')
    .default(128),
  max_concurrent_partitions: autoOr(1000).default('auto'),
  enable_fault_tolerance: truth().default(true),
  max_retries: whole(0, 1000).default(3),
  retry: retry.prefault({}),
  on_partition_error: choice('park', 'skip', 'fail').default('park'),
  max_failed_partitions: limit().default(null),
  on_row_error: choice('quarantine', 'fail').default('quarantine'),
  max_quarantined_rows: limit().default(null),
  max_worker_losses: whole(0, 1000).default(10),
  storage_format: choice(...STORAGE_FORMATS).default('parquet'),
  parquet_engine: choice('parquet-wasm', 'parquetjs-lite').default('parquet-wasm'),
  preserve_intermediate_data: truth().default(true),
  checkpointing: checkpointing.prefault({}),
  event_logging: eventLogging.prefault({}),
  alerts: alerts.prefault({}),
  performance: performance.prefault({}),
  op_fusion: truth().default(false),
  fusion_strategy: choice('greedy').default('greedy'),
  keep_stats_in_res_ds: truth().default(false),
  open_tracer: truth().default(false),
  op_list_to_trace: z.array(z.string()).max(1000).describe('a list of names of ops').default([]),
  trace_num: whole(1, 100_000).default(10),
  trace_keys: z.array(z.string().min(1)).max(100).describe('a list of names of fields').default([]),
  custom_operator_paths: modules().default([]),
  /** Ops in order, their parameters fully defaulted. */
  process: z.array(op).min(1).max(1000).describe('a list of ops'),
});

/** A recipe ready to be planned. `work_dir` may still hold `{run_id}`. */
export type ResolvedRecipe = z.output<typeof resolvedSchema>;

/** An op of a resolved recipe. */
export type ResolvedOp = ResolvedRecipe['process'][number];

/** A project's name as part of a run's id and of paths: [a-z0-9._-], up to 60 characters; empty when nothing is left. */
export function slug(name: string): string {
  const kept = name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
  return kept
    .replace(/^[._-]+/, '')
    .slice(0, 60)
    .replace(/[._-]+$/, '');
}

/** The schema of one setting, such as `retry.backoff`, without its default; undefined when there is no such setting. */
export function fieldAt(dotted: string): z.ZodType | undefined {
  let schema: unknown = resolvedSchema;
  for (const name of dotted.split('.')) {
    if (schema instanceof z.ZodPrefault) schema = schema.unwrap();
    if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, name)) return undefined;
    schema = schema.shape[name];
  }
  if (schema instanceof z.ZodDefault) schema = schema.unwrap();
  return schema instanceof z.ZodType ? schema : undefined;
}

/** Default of a setting; undefined when it has none. */
export function fieldDefault(dotted: string): unknown {
  const value: unknown = dotted
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], DEFAULTS);
  return value;
}

const DEFAULTS: unknown = resolvedSchema.partial().parse({});

/** Dotted paths of all settings, `process` last. */
export function fieldPaths(): string[] {
  return Object.entries(resolvedSchema.shape).flatMap(([name, schema]) =>
    schema instanceof z.ZodPrefault
      ? Object.keys(schema.unwrap().shape).map((inner) => `${name}.${inner}`)
      : [name],
  );
}
