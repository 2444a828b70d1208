/** The ops that a recipe names, as this installation or the modules of the run have them. */
import { loadOps } from '../custom/loaded.js';
import { opOf } from '../engine/own-ops.js';
import type { PlannedOp } from '../model/plan.js';
import type { Op } from '../ops/define.js';
import { ownCode } from '../recipe/own-code.js';
import type { ResolvedOp, ResolvedRecipe } from '../recipe/resolved.js';
import { codeFile } from '../storage/layout.js';

/** An op of a recipe with its definition, and the module that it is from if it is an own one. */
export interface RecipeOp extends ResolvedOp {
  op: Op;
  code: PlannedOp['code'];
}

/**
 * The ops of a recipe in order.
 * @throws JuicerError E_UNKNOWN_OP when this installation has one not; see {@link loadOps}.
 */
export function recipeOps(recipe: ResolvedRecipe): RecipeOp[] {
  const modules = codeByOp(recipe);
  return recipe.process.map((given) => {
    const code = modules.get(given.name);
    return { ...given, code, op: opOf({ name: given.name, ...(code && { code }) }) };
  });
}

/** The module of each own op. */
function codeByOp(recipe: ResolvedRecipe): Map<string, PlannedOp['code']> {
  return new Map(
    ownCode(recipe).flatMap((code) => {
      const { sha256 } = code;
      return loadOps(code).map(({ name }) => [name, { file: codeFile(sha256), sha256 }] as const);
    }),
  );
}
