/** Plan, environment and fingerprints, as far as a report shows them. */
import type { Manifest } from '../../model/artefacts.js';
import { JuicerError } from '../../model/errors.js';
import type { DatasetMapping, Plan } from '../../model/plan.js';
import { readJson } from '../../storage/json-file.js';
import { RUN_FILES } from '../../storage/layout.js';
import type { Store } from '../../storage/store.js';
import type { Environment, PlanReport, ReportData } from './value.js';

const MAX_INPUTS = 20;

/** What was planned. */
export function planReport(plan: Plan, mapping: DatasetMapping): PlanReport {
  return {
    rows: mapping.total_rows,
    bytes: mapping.total_bytes,
    partitions: mapping.partitions.length,
    sizing: mapping.sizing?.why ?? `at most ${mapping.partition_size} rows each`,
    inputs: mapping.inputs.slice(0, MAX_INPUTS),
    inputs_total: mapping.inputs.length,
    ops: plan.ops.map(({ index, name, version, params }) => ({ index, name, version, params })),
    segments: plan.segments.map((s) => s.summary),
    settings: plan.settings,
    storage: plan.storage,
    checkpoints: plan.checkpoints,
    export_path: plan.export.path,
  };
}

/** Versions by the plan, workers by the events. */
export function environmentOf(plan: Plan | null, workers: Environment['workers']): Environment {
  if (!plan) return { versions: {}, workers };
  const { version, node, unicode, icu } = plan.environment;
  return { versions: { 'durable-juicer': version, node, unicode, icu }, workers };
}

/** Hashes that say what the result was made from, and the result's own. */
export function fingerprintsOf(plan: Plan | null, store: Store): ReportData['fingerprints'] {
  if (!plan) return [];
  const files = manifestOf(store)?.files ?? [];
  return [
    { what: 'recipe', sha256: plan.recipe_sha256 },
    { what: 'dataset mapping', sha256: plan.mapping_sha256 },
    ...plan.ops.map((op) => ({ what: `op ${op.index} ${op.name}`, sha256: op.digest })),
    ...files.slice(0, MAX_INPUTS).map(({ path, sha256 }) => ({ what: `export ${path}`, sha256 })),
  ];
}

function manifestOf(store: Store): Manifest | null {
  try {
    return readJson<Manifest>(store, RUN_FILES.manifest);
  } catch (error) {
    // A damaged manifest is none here; juicer checkpoints verify tells of it.
    if (error instanceof JuicerError && error.code === 'E_CHECKPOINT') return null;
    throw error;
  }
}
