/** `juicer validate`: everything that can be said of a recipe without running it. */
import { preflight } from '../../client/preflight.js';
import { EXIT } from '../../model/errors.js';
import { RECIPE_FLAGS, type Command } from '../command.js';
import { recipeFor } from '../open.js';

/** Checks a recipe, its input and its export path. */
export const validateCommand: Command = {
  name: 'validate',
  summary: 'check a recipe, its input and its export path',
  positionals: '[RECIPE]',
  count: [0, 1],
  flags: RECIPE_FLAGS,
  example: 'juicer validate recipes/seed.yaml',
  run(args, out) {
    const loaded = recipeFor(args, out);
    preflight(loaded.recipe);
    for (const { from, to } of loaded.mapped) out.note(`${from} is read as ${to}`);
    out.data('the recipe is valid', {
      schemaVersion: 1,
      valid: true,
      recipe: loaded.recipe,
      mapped: loaded.mapped,
      notices: loaded.notices,
    });
    return Promise.resolve(EXIT.done);
  },
};
