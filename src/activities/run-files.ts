/** The plan and the mapping of a run, read once per worker and kept for a while. */
import { noteCodeOf } from '../engine/own-ops.js';
import { JuicerError } from '../model/errors.js';
import type { RunRef } from '../model/contract.js';
import type { DatasetMapping, Partition, Plan } from '../model/plan.js';
import { readJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
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
  const store = storeAt(run.dir);
  const plan = readJson<Plan>(store, RUN_FILES.plan);
  if (!plan) return null;
  checkPlanOf(run, plan);
  const mapping = readJson<DatasetMapping>(store, RUN_FILES.mapping, { sha256: plan.mapping_sha256 });
  if (!mapping) throw new JuicerError('E_CHECKPOINT', `${RUN_FILES.mapping} of run ${run.run_id} is missing`);
  return keepRunFiles(run, { store, plan, mapping });
}

/** Keeps what was read or made, in place of what was known of the run. */
export function keepRunFiles(run: RunRef, files: RunFiles): RunFiles {
  cache.set(run.dir, files);
  noteCodeOf(files.plan.ops, files.store);
  for (const key of cache.keys()) if (cache.size > KEPT) cache.delete(key);
  return files;
}

/** Forgets all runs, so that they are read again: for those that measure or test a fresh start. */
export function forgetRunFiles(): void {
  cache.clear();
}

/** Throws JuicerError E_REFUSED when a plan is not of the run's recipe. */
export function checkPlanOf(run: RunRef, plan: Plan): void {
  if (plan.recipe_sha256 === run.recipe_sha256) return;
  throw new JuicerError('E_REFUSED', `run ${run.run_id} was planned with another recipe`, {
    hint: 'resume it with the recipe it was started with, or start a new run',
  });
}

/** One partition of the mapping. */
export function partitionOf(files: RunFiles, id: number): Partition {
  const partition = files.mapping.partitions[id];
  if (!partition) throw new JuicerError('E_INTERNAL', `run ${files.plan.run_id} has no partition ${id}`);
  return partition;
}
