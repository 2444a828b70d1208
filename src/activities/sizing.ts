/** How large the partitions of a new run are to be, with whatever has to be found out first. */
import { inputFiles } from '../input/discover.js';
import { inputSize } from '../input/scan.js';
import { samplingOf } from '../model/dataset.js';
import type { RunRef } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { Plan } from '../model/plan.js';
import type { InputSurvey, Sizing } from '../model/sizing.js';
import type { JobResults } from '../engine/job.js';
import type { FileHashes } from '../engine/named-files.js';
import { sizingOf, surveyNeed } from '../plan/sizing.js';
import type { ResolvedRecipe } from '../recipe/load.js';
import { chainOf } from './build-plan.js';
import type { ActivityDependencies } from './dependencies.js';
import { runJob } from './measured.js';
import { workersNow } from './width.js';

/** Surveys the input as far as the recipe's way of cutting takes it, and decides. */
export async function freshSizing(
  deps: ActivityDependencies,
  run: RunRef,
  { recipe, hashes }: { recipe: ResolvedRecipe; hashes: FileHashes },
): Promise<Sizing> {
  const need = surveyNeed(recipe.partition);
  if (need === 'nothing') return sizingOf(recipe, null);
  const measures = need === 'sample';
  const plan = measures ? chainOf(run, recipe, hashes) : null;
  const found = await surveyed(deps, run, { recipe, plan });
  return sizingOf(recipe, { ...found, force: measures ? await forceNow(deps) : null });
}

/** The workers there are, taken to be like this one; this one at least. */
async function forceNow({ pool }: ActivityDependencies): Promise<InputSurvey['force']> {
  return { workers: Math.max(1, await workersNow()), threads_each: pool.threads };
}

/** Where the first rows end their thread, the input is surveyed without them: which partition suffers is found out by the partitions. */
async function surveyed(
  deps: ActivityDependencies,
  run: RunRef,
  { recipe, plan }: { recipe: ResolvedRecipe; plan: Plan | null },
): Promise<JobResults['survey']> {
  const files = await inputFiles(recipe);
  const need = surveyNeed(recipe.partition);
  const input = { files, sampling: samplingOf(recipe), textKey: recipe.text_keys };
  const job = { kind: 'survey' as const, dir: run.dir, ...input, need, plan };
  const story = { phase: 'survey', total: need === 'rows' ? inputSize(files) : null, folders: [] };
  try {
    return await runJob<'survey'>(deps, job, story);
  } catch (error) {
    if (plan === null || !(error instanceof JuicerError)) throw error;
    return runJob<'survey'>(deps, { ...job, plan: null }, story);
  }
}
