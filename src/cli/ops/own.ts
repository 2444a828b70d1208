/** Own ops beside the built-in ones, for commands that show ops. */
import { ALLOW_HINT, codeAllowed } from '../../custom/allowed.js';
import { JuicerError } from '../../model/errors.js';
import type { Op } from '../../ops/define.js';
import { builtInOps, opRegistry, type OpRegistry } from '../../ops/registry.js';
import { moduleOps } from '../../recipe/own-code.js';

/**
 * The built-in ops and those of some modules, which are named as in a recipe, from the current folder on.
 * @throws JuicerError E_USAGE when code is not allowed; E_RECIPE as for a recipe.
 */
export function registryWith(modules: readonly string[]): OpRegistry {
  if (modules.length === 0) return builtInOps();
  if (!codeAllowed())
    throw new JuicerError('E_USAGE', '--custom loads code, and no code is run here', { hint: ALLOW_HINT });
  const ops: Op[] = [];
  for (const path of modules)
    ops.push(...moduleOps({ path }, { folder: process.cwd(), registry: builtInOps(), others: ops }).ops);
  return opRegistry([...ops, ...builtInOps().all()]);
}
