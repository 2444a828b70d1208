/** Writes a resolved recipe down, as it was run. */
import { stringify } from 'yaml';
import { shownPath } from '../model/object-path.js';
import type { ResolvedRecipe } from './resolved.js';

/** YAML of every setting with its value; loading it gives the same resolved recipe. */
export function recipeToYaml(recipe: ResolvedRecipe): string {
  const process = recipe.process.map(({ name, params }) => ({ [name]: params }));
  return stringify({ ...recipe, process }, asWritten, {
    version: '1.2',
    schema: 'core',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

/** Paths of objects as a user writes them. */
function asWritten(_key: unknown, value: unknown): unknown {
  return typeof value === 'string' ? shownPath(value) : value;
}
