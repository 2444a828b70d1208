/** Turns a resolved recipe and the scan of its input into mapping and plan. */
import fs from 'node:fs';
import type { RunRef } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, InputFile, Plan, PlannedOp, RunSettings } from '../model/plan.js';
import type { ScannedRange } from '../input/scan.js';
import { builtInOps } from '../ops/registry.js';
import { opFiles } from '../ops/run.js';
import { opDigest } from '../plan/fingerprint.js';
import { segmentsOf } from '../plan/segments.js';
import type { ResolvedOp, ResolvedRecipe } from '../recipe/resolved.js';
import { packageVersion } from '../server/package-version.js';
import { sha256 } from '../storage/json-file.js';
import { partitionFile } from '../storage/layout.js';

/** Raised when the same rows would be stored in other columns. */
const STORAGE_SCHEMA_VERSION = 1;

/** The partitions of a dataset, as the scan cut them. */
export function buildMapping(
  run: RunRef,
  recipe: ResolvedRecipe,
  scanned: { input: InputFile; ranges: ScannedRange[] },
): DatasetMapping {
  const { input, ranges } = scanned;
  return {
    schema_version: 1,
    run_id: run.run_id,
    total_rows: ranges.reduce((sum, r) => sum + r.rows, 0),
    total_bytes: input.bytes,
    strategy: 'sample',
    partition_size: recipe.partition_size,
    max_partition_size_mb: recipe.max_partition_size_mb,
    inputs: [input],
    partitions: ranges.map((r, id) => ({
      id,
      sources: [
        {
          file: input.file,
          byte_start: r.byteStart,
          byte_end: r.byteEnd,
          row_start: r.rowStart,
          row_end: r.rowStart + r.rows,
          line_start: r.lineStart,
        },
      ],
      rows: r.rows,
      bytes: r.byteEnd - r.byteStart,
      sha256: r.sha256,
      path: `${partitionFile(id)}.parquet`,
    })),
  };
}

/** What a plan needs to know besides the recipe. */
export interface PlanContext {
  mappingSha256: string;
  heartbeatMs: number;
  /** Open partitions when the recipe does not say. */
  automaticWidth: number;
}

/** Everything else of the plan. Throws JuicerError E_RECIPE when a file that a parameter names cannot be read. */
export function buildPlan(run: RunRef, recipe: ResolvedRecipe, o: PlanContext): Plan {
  const ops = recipe.process.map(plannedOp);
  const checkpoints = recipe.checkpointing.enabled;
  return {
    schema_version: 1,
    run_id: run.run_id,
    project_name: recipe.project_name,
    recipe_sha256: run.recipe_sha256,
    mapping_sha256: o.mappingSha256,
    reader: { format: 'jsonl', text_key: recipe.text_keys, on_row_error: recipe.on_row_error },
    ops,
    segments: segmentsOf(
      ops.map((op) => op.name),
      checkpoints,
    ),
    settings: settingsOf(recipe, o),
    storage: {
      format: 'parquet',
      engine: recipe.parquet_engine,
      compression: recipe.checkpointing.compression,
      schema_version: STORAGE_SCHEMA_VERSION,
    },
    checkpoints: { enabled: checkpoints },
    batch_size: recipe.performance.batch_size,
    event_logging: recipe.event_logging,
    export: { path: recipe.export_path, format: 'jsonl', keep_stats: recipe.keep_stats_in_res_ds },
    environment: {
      node: process.versions.node,
      unicode: process.versions.unicode ?? '',
      icu: process.versions.icu ?? '',
      version: packageVersion(),
    },
  };
}

function plannedOp({ name, params }: ResolvedOp, index: number): PlannedOp {
  const op = builtInOps().get(name);
  if (!op) throw new JuicerError('E_UNKNOWN_OP', `op ${name} is not known to this worker`);
  const files = Object.entries(opFiles(op, params)).map(([param, path]) => ({
    param,
    path,
    sha256: sha256(readFile(name, param, path)),
  }));
  const unicode = op.unicode ? (process.versions.unicode ?? '') : null;
  const described = { name, kind: op.kind, version: op.version, params, files, unicode };
  return { index, ...described, digest: opDigest(described, sha256) };
}

function readFile(op: string, param: string, path: string): Uint8Array {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new JuicerError('E_RECIPE', `file ${path} cannot be read: ${code}`, { place: `${op}.${param}` });
  }
}

/** Open partitions: as the recipe says, else two for each of its workers, else two for each thread there is. */
function windowOf(recipe: ResolvedRecipe, automatic: number): number {
  if (recipe.max_concurrent_partitions !== 'auto') return recipe.max_concurrent_partitions;
  return recipe.performance.num_workers === 'auto' ? automatic : 2 * recipe.performance.num_workers;
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
    export_events: recipe.event_logging.enabled && recipe.event_logging.log_to_file,
    preserve_intermediate: recipe.preserve_intermediate_data,
    heartbeat_ms: o.heartbeatMs,
  };
}
