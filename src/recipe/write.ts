/** Writes a resolved recipe down, as it was run. */
import { stringify } from 'yaml';
import type { ResolvedRecipe } from './resolved.js';

/** YAML of every setting with its value; loading it gives the same resolved recipe. */
export function recipeToYaml(recipe: ResolvedRecipe): string {
  const process = recipe.process.map(({ name, params }) => ({ [name]: params }));
  return stringify(
    { ...recipe, process },
    { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false },
  );
}
