/** The plan that a run of a recipe would have, worked out here and now. Nothing is written. */
import os from 'node:os';
import { buildMapping, chainOf, needsMeasuring, withMeasured } from '../activities/build-plan.js';
import { probe } from '../engine/probe.js';
import { survey } from '../engine/survey.js';
import { samplingOf } from '../model/dataset.js';
import { scanInputs, type InputSpec, type Scanned } from '../input/scan.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import type { Sizing } from '../model/sizing.js';
import { sizingOf, surveyNeed } from '../plan/sizing.js';
import type { ResolvedRecipe } from '../recipe/load.js';

const NO_RUN = { run_id: '', dir: '', recipe_sha256: '' };

/** The input as it is cut. */
export interface ScannedHere extends Scanned {
  sizing: Sizing;
  /** What the survey took, if there was one, and what the scan. */
  seconds: { survey: number; scan: number };
}

/**
 * Surveys and scans the input as a run does, which has a worker of its own with as many threads.
 * @throws JuicerError as these do.
 */
export async function scannedHere(recipe: ResolvedRecipe, files: readonly InputSpec[]): Promise<ScannedHere> {
  const started = performance.now();
  const sizing = await sizedHere(recipe, files);
  const surveyed = performance.now();
  const [{ bounds }, sampling] = [sizing, samplingOf(recipe)];
  const options = { bounds, sampling, textKey: recipe.text_keys, contents: null };
  const scanned = await scanInputs(files, { ...options, onProgress: () => undefined });
  const seconds = { survey: (surveyed - started) / 1000, scan: (performance.now() - surveyed) / 1000 };
  return { ...scanned, sizing, seconds };
}

async function sizedHere(recipe: ResolvedRecipe, files: readonly InputSpec[]): Promise<Sizing> {
  const need = surveyNeed(recipe.partition);
  if (need === 'nothing') return sizingOf(recipe, null);
  const plan = need === 'sample' ? chainOf(NO_RUN, recipe) : null;
  const job = { files: [...files], need, sampling: samplingOf(recipe), textKey: recipe.text_keys, plan };
  const found = await survey(job, () => undefined);
  const force = plan && { workers: 1, threads_each: threadsHere(recipe) };
  return sizingOf(recipe, { ...found, force });
}

/** Threads that an embedded worker has here. */
export function threadsHere({ performance }: ResolvedRecipe): number {
  return performance.num_workers === 'auto' ? os.availableParallelism() : performance.num_workers;
}

/** A plan and the partitions that it is for. */
export interface PlannedHere {
  plan: Plan;
  mapping: DatasetMapping;
}

/**
 * The plan of a recipe over an input that was scanned. Where checkpoints are a matter of measurement a sample is measured; a
 * run measures its own.
 * @throws JuicerError E_RECIPE when a file that a parameter names cannot be read; see {@link probe}.
 */
export async function plannedHere(
  recipe: ResolvedRecipe,
  scanned: Scanned & { sizing?: Sizing },
): Promise<PlannedHere> {
  const plan = chainOf(NO_RUN, recipe);
  const mapping = buildMapping(NO_RUN, recipe, scanned);
  const partition = mapping.partitions.find((p) => p.rows > 0);
  if (!needsMeasuring(plan.checkpoints) || !partition) return { plan, mapping };
  const job = { kind: 'probe' as const, dir: '', token: '', attempt: 1, plan, partition };
  return { plan: withMeasured(plan, await probe(job, () => undefined)), mapping };
}
