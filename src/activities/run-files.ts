/** The plan and the mapping of a run, read once per worker and kept for a while. */
import { JuicerError } from '../model/errors.js';
import type { RunRef } from '../model/contract.js';
import type { DatasetMapping, Partition, Plan } from '../model/plan.js';
import { readJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { localStore } from '../storage/local-store.js';
import type { Store } from '../storage/store.js';

/** What a run's folder says about the run. */
export interface RunFiles {
  store: Store;
  plan: Plan;
  mapping: DatasetMapping;
}

const KEPT = 4;
const cache = new Map<string, RunFiles>();

/** Plan and mapping as they were committed. Throws JuicerError E_CHECKPOINT when they are missing or damaged. */
export function runFiles(run: RunRef): RunFiles {
  const known = cache.get(run.dir);
  if (known && known.plan.recipe_sha256 === run.recipe_sha256) return known;
  const files = readRunFiles(run);
  if (!files)
    throw new JuicerError('E_CHECKPOINT', `the plan of run ${run.run_id} is missing`, {
      place: RUN_FILES.plan,
    });
  return files;
}

/** The same, null when there is no plan yet. A plan of another recipe is refused. */
export function readRunFiles(run: RunRef): RunFiles | null {
  const store = localStore(run.dir);
  const plan = readJson<Plan>(store, RUN_FILES.plan);
  if (!plan) return null;
  if (plan.recipe_sha256 !== run.recipe_sha256) {
    throw new JuicerError('E_REFUSED', `run ${run.run_id} was planned with another recipe`, {
      hint: 'resume it with the recipe it was started with, or start a new run',
    });
  }
  const mapping = readJson<DatasetMapping>(store, RUN_FILES.mapping, { sha256: plan.mapping_sha256 });
  if (!mapping) throw new JuicerError('E_CHECKPOINT', `${RUN_FILES.mapping} of run ${run.run_id} is missing`);
  const files = { store, plan, mapping };
  cache.set(run.dir, files);
  for (const key of cache.keys()) if (cache.size > KEPT) cache.delete(key);
  return files;
}

/** One partition of the mapping. */
export function partitionOf(files: RunFiles, id: number): Partition {
  const partition = files.mapping.partitions[id];
  if (!partition) throw new JuicerError('E_INTERNAL', `run ${files.plan.run_id} has no partition ${id}`);
  return partition;
}
