import { builtInOps } from '../../src/ops/registry.js';
import {
  parseRecipe,
  RecipeError,
  type LoadedRecipe,
  type LoadOptions,
  type RecipeProblem,
} from '../../src/recipe/load.js';

/** The least a recipe must hold. */
export const LEAST =
  'dataset_path: in.jsonl\nexport_path: out.jsonl\nprocess: [whitespace_normalization_mapper]\n';

/** Loads a text as `recipe.yaml`, from the folder `/home`. */
export function load(text: string, options: Partial<LoadOptions> & { file?: string } = {}): LoadedRecipe {
  return parseRecipe(text, options.file ?? 'recipe.yaml', {
    registry: builtInOps(),
    cwd: '/home',
    ...options,
  });
}

/** The problems of a text; none when it loads. */
export function problemsOf(
  text: string,
  options: Partial<LoadOptions> & { file?: string } = {},
): readonly RecipeProblem[] {
  try {
    load(text, options);
    return [];
  } catch (error) {
    if (error instanceof RecipeError) return error.problems;
    throw error;
  }
}
