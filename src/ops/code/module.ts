/** Evaluates the text of a CommonJS module that is not ours; what it may import is given here. */
import { createRequire, isBuiltin } from 'node:module';
import vm from 'node:vm';
import * as zod from 'zod';
import * as api from '../api.js';
import { bounded } from './bounded.js';

/** Packages that are given to a module, not part of it: its text does not depend on the build that loads it. */
export const GIVEN_PACKAGES = ['durable-juicer', 'zod'] as const;

/** Time to load a module and to try its examples. */
export const LOAD_LIMIT_MS = 10_000;

const ownRequire = createRequire(import.meta.url);
// Marked as what a compiler makes of ES modules, so that default imports find the default.
const GIVEN: ReadonlyMap<string, object> = new Map<string, object>([
  ['durable-juicer/ops', { ...api, __esModule: true }],
  ['zod', { ...zod, default: zod.z, __esModule: true }],
  ['zod/v4', { ...zod, default: zod.z, __esModule: true }],
]);

/**
 * What a module exports. `name` stands for it in stack traces.
 * @throws TimeUpError; SyntaxError; whatever the module throws.
 */
export function evaluateModule(text: string, name: string): unknown {
  return bounded(() => {
    const run = vm.compileFunction(text, ['module', 'exports', 'require'], { filename: name });
    const module: { exports: unknown } = { exports: {} };
    run(module, module.exports, given);
    return module.exports;
  }, LOAD_LIMIT_MS);
}

function given(id: string): unknown {
  const known = GIVEN.get(id);
  if (known) return known;
  if (isBuiltin(id)) return ownRequire(id) as unknown;
  const advice =
    id === 'durable-juicer'
      ? "import from 'durable-juicer/ops'"
      : 'only modules of Node, zod and durable-juicer/ops are; a module in custom_operator_paths may import others by name';
  throw new Error(`${JSON.stringify(id)} cannot be imported here: ${advice}`);
}
