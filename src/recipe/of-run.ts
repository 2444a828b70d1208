/** The recipe that a run was started with, from the run's folder. */
import path from 'node:path';
import { builtInOps } from '../ops/registry.js';
import { RUN_FILES } from '../storage/layout.js';
import { loadRecipeFile, type LoadedRecipe } from './load.js';

/**
 * Reads it; code of its own is not loaded, and not needed, since it is resolved already.
 * @throws RecipeError when it cannot be read.
 */
export function recipeOfRun(dir: string, code: 'none' | 'run' = 'none'): LoadedRecipe {
  return loadRecipeFile(path.join(dir, RUN_FILES.recipe), { registry: builtInOps(), env: {}, code });
}
