/** The plan of a made-up run. */
import path from 'node:path';
import type { Plan, PlannedOp } from '../../src/model/plan.js';
import { sha256 } from '../../src/storage/json-file.js';

/** Id of the run. */
export const RUN_ID = 'synthetic-20261125-000000-0000';

/** Its ops, in order. */
export const NAMES = [
  'whitespace_normalization_mapper',
  'text_length_filter',
  'whitespace_normalization_mapper',
  'text_length_filter',
] as const;

function plannedOps(): PlannedOp[] {
  return NAMES.map((name, index) => ({
    index,
    name,
    kind: name.endsWith('_filter') ? 'filter' : 'mapper',
    version: 1,
    params: name.endsWith('_filter') ? { min_len: index * 20, max_len: 400 } : {},
    files: [],
    unicode: null,
    digest: sha256(`${index} ${name}`),
  }));
}

const SETTINGS: Plan['settings'] = {
  max_attempts: 4,
  retry: { initial_ms: 1000, backoff: 2, maximum_ms: 60_000 },
  max_worker_losses: 10,
  window: 4,
  fault_tolerance: true,
  on_partition_error: 'park',
  max_failed_partitions: null,
  max_quarantined_rows: null,
  export_events: true,
  preserve_intermediate: true,
  memory_mb: 4096,
  heartbeat_ms: 10_000,
  children_per_execution: 1000,
};

/** Plan of the run, whatever its size. */
export function syntheticPlan(): Plan {
  const ops = plannedOps();
  return {
    schema_version: 1,
    run_id: RUN_ID,
    project_name: 'synthetic',
    recipe_sha256: sha256('recipe'),
    mapping_sha256: sha256('mapping'),
    reader: { text_key: 'text', on_row_error: 'quarantine' },
    ops,
    segments: ops.map(({ index, name }) => ({ index, from: index, to: index, stem: name, summary: name })),
    settings: SETTINGS,
    storage: { format: 'parquet', engine: 'parquet-wasm', compression: 'snappy', schema_version: 1 },
    checkpoints: {
      enabled: true,
      strategy: 'every_op',
      n_ops: 1,
      op_names: [],
      max_per_partition: 10,
      cleanup: false,
      retention: 'keep_all',
      measured: null,
    },
    op_fusion: false,
    batch_size: 1000,
    export: { path: path.join('out', 'synthetic.jsonl'), format: 'jsonl', keep_stats: false },
    event_logging: {
      enabled: true,
      log_level: 'INFO',
      max_log_size_mb: 100,
      backup_count: 5,
      log_to_console: false,
      log_to_file: true,
    },
    environment: { node: process.versions.node, unicode: '16', icu: '77', version: '0.1.0' },
  };
}
