/** Turns a resolved recipe and the scan of its input into mapping and plan. */
import { watchesAnything } from '../model/alert.js';
import type { RunRef } from '../model/contract.js';
import { samplingOf } from '../model/dataset.js';
import { fileEnding } from '../model/file-form.js';
import type {
  ChainCost,
  CheckpointPolicy,
  DatasetMapping,
  ExportPlan,
  Plan,
  PlannedOp,
  PlannedStorage,
  RunSettings,
} from '../model/plan.js';
import { hashedFiles, type FileHashes } from '../engine/named-files.js';
import { targetOf } from '../export/target.js';
import type { Sizing } from '../model/sizing.js';
import type { Scanned } from '../input/scan.js';
import { opDigest } from '../plan/fingerprint.js';
import { segmentsOf } from '../plan/segments.js';
import type { ResolvedRecipe } from '../recipe/resolved.js';
import { storageForms } from '../recipe/storage.js';
import { packageVersion } from '../server/package-version.js';
import { sha256 } from '../storage/json-file.js';
import { partitionFile } from '../storage/layout.js';
import { recipeOps, type RecipeOp } from './recipe-ops.js';

/** Raised when the same rows would be stored in other columns. */
const STORAGE_SCHEMA_VERSION = 1;
/** Partitions that one execution starts, unless told otherwise: 4 to 8 events each, and the server warns beyond 10,240. */
export const CHILDREN_PER_EXECUTION = 1000;

/** The partitions of a dataset, as the scan cut them; `sizing` says by what, which earlier builds did not. */
export function buildMapping(
  run: RunRef,
  recipe: ResolvedRecipe,
  { inputs, partitions, sizing }: Scanned & { sizing?: Sizing | undefined },
): DatasetMapping {
  const ending = fileEnding(storageForms(recipe).partitions);
  return {
    schema_version: 1,
    run_id: run.run_id,
    total_rows: partitions.reduce((sum, p) => sum + p.rows, 0),
    total_bytes: partitions.reduce((sum, p) => sum + p.bytes, 0),
    strategy: recipe.partition.strategy,
    partition_size: recipe.partition_size,
    max_partition_size_mb: recipe.max_partition_size_mb,
    ...(sizing && { sizing }),
    dataset_path: recipe.dataset_path,
    ...samplingIn(recipe),
    inputs,
    partitions: partitions.map((p, id) => ({ id, ...p, path: partitionFile(id) + ending })),
  };
}

function samplingIn(recipe: ResolvedRecipe): Pick<DatasetMapping, 'sampling'> {
  const sampling = samplingOf(recipe);
  return sampling ? { sampling } : {};
}

/** What a plan needs to know besides the recipe. */
export interface PlanContext {
  mappingSha256: string;
  /** How the mapping was cut. */
  sizing?: Sizing | undefined;
  heartbeatMs: number;
  /** Partitions that one execution starts; 1,000 if not given. */
  childrenPerExecution?: number | undefined;
  /** Of files that parameters name, where they are known already. */
  hashes?: FileHashes | undefined;
  /** Open partitions when the recipe does not say. */
  automaticWidth: number;
}

/** Everything else of the plan. Throws JuicerError E_RECIPE when a file that a parameter names cannot be read. */
export function buildPlan(run: RunRef, recipe: ResolvedRecipe, o: PlanContext): Plan {
  const ops = recipeOps(recipe).map((op, index) => plannedOp(op, index, o.hashes));
  const checkpoints = policyOf(recipe);
  return {
    schema_version: 1,
    run_id: run.run_id,
    project_name: recipe.project_name,
    recipe_sha256: run.recipe_sha256,
    mapping_sha256: o.mappingSha256,
    reader: {
      text_key: recipe.text_keys,
      on_row_error: recipe.on_row_error,
      ...(addsSuffix(recipe) && { add_suffix: true as const }),
    },
    ops,
    segments: segmentsOf(
      ops.map((op) => op.name),
      checkpoints,
    ),
    settings: settingsOf(recipe, o),
    storage: storageOf(recipe),
    checkpoints,
    op_fusion: recipe.op_fusion,
    batch_size: recipe.performance.batch_size,
    event_logging: recipe.event_logging,
    alerts: recipe.alerts,
    ...(o.sizing && { sizing: o.sizing }),
    ...traceOf(recipe),
    export: exportOf(recipe),
    environment: {
      node: process.versions.node,
      unicode: process.versions.unicode ?? '',
      icu: process.versions.icu ?? '',
      version: packageVersion(),
    },
  };
}

/** Whether rows get the field with the ending of their file: as the recipe says, or where an op is there for it. */
function addsSuffix({ add_suffix, process: ops }: ResolvedRecipe): boolean {
  return add_suffix ?? ops.some(({ name }) => name === 'suffix_filter');
}

/** The plan as far as it can be told before the input is cut: its ops, to be timed or applied. */
export function chainOf(run: RunRef, recipe: ResolvedRecipe, hashes?: FileHashes): Plan {
  return buildPlan(run, recipe, { mappingSha256: '', heartbeatMs: 0, automaticWidth: 1, hashes });
}

function storageOf(recipe: ResolvedRecipe): PlannedStorage {
  const { partitions, checkpoints } = storageForms(recipe);
  const storage = { ...partitions, schema_version: STORAGE_SCHEMA_VERSION };
  return partitions.format === checkpoints.format ? storage : { ...storage, checkpoints };
}

/** The recipe's checkpoint policy, before anything is measured. */
export function policyOf({ checkpointing: c }: ResolvedRecipe): CheckpointPolicy {
  return {
    enabled: c.enabled,
    strategy: c.strategy,
    n_ops: c.n_ops,
    op_names: c.op_names,
    max_per_partition: c.max_checkpoints_per_partition,
    cleanup: c.cleanup_old_checkpoints,
    retention: c.retention,
    measured: null,
  };
}

/** Whether where checkpoints stand is a matter of measurement. */
export function needsMeasuring({ enabled, strategy }: CheckpointPolicy): boolean {
  return enabled && strategy === 'auto';
}

/** The plan with its checkpoints placed by what was measured. */
export function withMeasured(plan: Plan, measured: ChainCost): Plan {
  const checkpoints = { ...plan.checkpoints, measured };
  const names = plan.ops.map((op) => op.name);
  return { ...plan, checkpoints, segments: segmentsOf(names, checkpoints) };
}

function plannedOp({ name, params, op, code }: RecipeOp, index: number, hashes?: FileHashes): PlannedOp {
  const files = hashedFiles(op, params, hashes);
  const unicode = op.unicode ? (process.versions.unicode ?? '') : null;
  const described = {
    name,
    kind: op.kind,
    version: op.version,
    params,
    files,
    unicode,
    ...(code && { code }),
  };
  return { index, ...described, digest: opDigest(described, sha256) };
}

/** Open partitions: as the recipe says, else two for each of its workers, else two for each thread there is. */
function windowOf(recipe: ResolvedRecipe, automatic: number): number {
  if (recipe.max_concurrent_partitions !== 'auto') return recipe.max_concurrent_partitions;
  const { num_workers, prefetch_factor } = recipe.performance;
  return num_workers === 'auto' ? automatic : prefetch_factor * num_workers;
}

function settingsOf(recipe: ResolvedRecipe, o: PlanContext): RunSettings {
  const durable = recipe.enable_fault_tolerance;
  return {
    max_attempts: durable ? recipe.max_retries + 1 : 1,
    retry: {
      initial_ms: recipe.retry.initial_interval * 1000,
      backoff: recipe.retry.backoff,
      maximum_ms: recipe.retry.maximum_interval * 1000,
    },
    max_worker_losses: durable ? recipe.max_worker_losses : 0,
    window: windowOf(recipe, o.automaticWidth),
    fault_tolerance: durable,
    on_partition_error: durable ? recipe.on_partition_error : 'fail',
    max_failed_partitions: recipe.max_failed_partitions,
    max_quarantined_rows: recipe.max_quarantined_rows,
    follow: exportsEvents(recipe) || watchesAnything(recipe.alerts),
    export_events: exportsEvents(recipe),
    preserve_intermediate: recipe.preserve_intermediate_data,
    memory_mb: recipe.performance.memory_limit_gb * 1024,
    heartbeat_ms: o.heartbeatMs,
    children_per_execution: o.childrenPerExecution ?? CHILDREN_PER_EXECUTION,
  };
}

function exportsEvents({ event_logging }: ResolvedRecipe): boolean {
  return event_logging.enabled && event_logging.log_to_file;
}

/** What is not asked for is left out, so that plans of earlier builds are as they were. */
function exportOf(recipe: ResolvedRecipe): ExportPlan {
  const { export_path: path, export_shard_size, export_stats, export_success_file } = recipe;
  return {
    path,
    format: targetOf(path).format,
    keep_stats: recipe.keep_stats_in_res_ds,
    ...(export_shard_size > 0 && { shard_size: export_shard_size }),
    ...(export_stats && { stats: true }),
    ...(export_success_file && { success_file: true }),
  };
}

function traceOf(recipe: ResolvedRecipe): Pick<Plan, 'trace'> {
  if (!recipe.open_tracer) return {};
  return {
    trace: { num: recipe.trace_num, ops: recipe.op_list_to_trace, keys: recipe.trace_keys },
  };
}
