/** Whether a run that is asked for again still has the recipe and the input that it was started with. */
import path from 'node:path';
import { checkUnchanged } from '../input/change.js';
import { firstChanged } from '../input/verify.js';
import { samplingOf } from '../model/dataset.js';
import { listed } from '../model/difference.js';
import { JuicerError } from '../model/errors.js';
import type { FileForm } from '../model/file-form.js';
import type { DatasetMapping, Partition, Plan } from '../model/plan.js';
import { recipeDifference, type Comparable } from '../recipe/difference.js';
import type { LoadedRecipe, ResolvedRecipe } from '../recipe/load.js';
import { recipeOfRun } from '../recipe/of-run.js';
import { storageForms } from '../recipe/storage.js';
import { exists } from '../storage/files.js';
import { RUN_FILES } from '../storage/layout.js';
import { openRun, type OpenedRun } from './opened-run.js';

/**
 * What a recipe has otherwise than that of a run, one line each; empty when they are the same. The run's own is read from
 * its folder by this version, so that settings that are new since then do not count. Null when it is not there.
 */
export function changesFrom(dir: string, loaded: LoadedRecipe): string[] | null {
  const recipe = recipeIn(dir);
  return recipe && recipeDifference(recipe, loaded.recipe);
}

/**
 * Passes when the recipe in a run's folder says what the run was planned with, or there is no plan yet.
 * @throws JuicerError E_REFUSED that lists what differs; see {@link openRun}.
 */
export function refuseEditedRecipe(runId: string, dir: string): void {
  const run = planned(runId, dir);
  const recipe = run && recipeIn(dir);
  if (!recipe) return;
  const changes = recipeDifference(fromPlan(run), comparable(recipe));
  if (changes.length === 0) return;
  throw new JuicerError(
    'E_REFUSED',
    `${RUN_FILES.recipe} of run ${runId} was changed since it was planned: ${listed(changes)}`,
    {
      hint: `put it back; a new run of the changed recipe takes over what is the same: juicer run RECIPE --reuse ${runId}`,
    },
  );
}

/**
 * Passes when the input of a run is as it was, or the run has no plan. A file with another time is hashed.
 * @throws JuicerError E_INPUT_CHANGED, E_INPUT_MISSING.
 */
export async function refuseChangedInput(runId: string, dir: string): Promise<void> {
  const mapping = planned(runId, dir)?.mapping;
  if (!mapping) return;
  const reread = (partitions: readonly Partition[]): Promise<number | null> =>
    firstChanged(partitions, () => undefined);
  await checkUnchanged({ runId, mapping, firstChanged: reread });
}

/** A run's plan and mapping; null when it has none that can be read: the run itself makes them again, or says why not. */
export function planned(runId: string, dir: string): OpenedRun | null {
  try {
    return openRun({ runId, dir, note: null });
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_CHECKPOINT') return null;
    throw error;
  }
}

function recipeIn(dir: string): ResolvedRecipe | null {
  const file = path.join(dir, RUN_FILES.recipe);
  return exists(file) ? recipeOfRun(dir).recipe : null;
}

/** How earlier builds cut the input. */
const BY_SAMPLE = { mode: 'manual', strategy: 'sample', num_of_partitions: null, target_size_mb: null };

/** What of a recipe is in a plan, under its names. */
function fromPlan({ plan, mapping }: { plan: Plan; mapping: DatasetMapping }): Comparable {
  return {
    project_name: plan.project_name,
    dataset_path: mapping.dataset_path,
    sampling: mapping.sampling ?? null,
    export_path: plan.export.path,
    export_shard_size: plan.export.shard_size ?? 0,
    export_stats: plan.export.stats ?? false,
    export_success_file: plan.export.success_file ?? false,
    text_keys: plan.reader.text_key,
    on_row_error: plan.reader.on_row_error,
    partition: mapping.sizing?.partition ?? BY_SAMPLE,
    partition_size: mapping.partition_size,
    max_partition_size_mb: mapping.max_partition_size_mb,
    ...comparableForms(plan.storage, plan.storage.checkpoints),
    keep_stats_in_res_ds: plan.export.keep_stats,
    process: plan.ops.map(({ name, params }) => ({ name, params })),
  };
}

/** The forms of a run's files, under the names of the settings that decide on them. */
function comparableForms(partitions: FileForm, checkpoints = partitions): Record<string, unknown> {
  const named = ({ format, engine, compression, batch_rows }: FileForm): Record<string, unknown> => ({
    storage_format: format,
    parquet_engine: engine,
    compression,
    arrow_batch_size: batch_rows,
  });
  return { ...named(partitions), checkpointing: named(checkpoints) };
}

function comparable(recipe: ResolvedRecipe): Comparable {
  const { partitions, checkpoints } = storageForms(recipe);
  return {
    project_name: recipe.project_name,
    dataset_path: recipe.dataset_path,
    sampling: samplingOf(recipe),
    export_path: recipe.export_path,
    export_shard_size: recipe.export_shard_size,
    export_stats: recipe.export_stats,
    export_success_file: recipe.export_success_file,
    text_keys: recipe.text_keys,
    on_row_error: recipe.on_row_error,
    partition: recipe.partition,
    partition_size: recipe.partition_size,
    max_partition_size_mb: recipe.max_partition_size_mb,
    ...comparableForms(partitions, checkpoints),
    keep_stats_in_res_ds: recipe.keep_stats_in_res_ds,
    process: recipe.process.map(({ name, params }) => ({ name, params })),
  };
}
