/** Loads a recipe: text, variables and flags become one resolved recipe, or one error that names everything wrong. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/canonical.js';
import { codeAllowed } from '../custom/allowed.js';
import type { Bundle } from '../custom/bundle.js';
import type { OpRegistry } from '../ops/registry.js';
import { checkTogether } from './checks.js';
import { checkOpNames } from './checkpoint-ops.js';
import { collectEntries, type Entry, type Origin } from './entries.js';
import { readOverrides } from './override.js';
import type { ProcessContext } from './given-op.js';
import { resolveCode, type CodeFrom, type OwnCode } from './own-code.js';
import { checkPartitioning, impliedPartitioning, partitioningNotices } from './partitioning.js';
import { placePaths } from './paths.js';
import { RecipeError, problemAt, type RecipeProblem } from './problem.js';
import { resolveProcess, type Process } from './process.js';
import { readText } from './read-text.js';
import { fieldPaths, resolvedSchema, type ResolvedRecipe } from './resolved.js';
import { settledStorage } from './storage.js';
import { settle, type Remarks, type Setting } from './settle.js';
import { readSource } from './source.js';

export { RecipeError, renderProblem, type RecipeProblem } from './problem.js';
export type { Origin } from './entries.js';
export type { ResolvedOp, ResolvedRecipe } from './resolved.js';
export { recipeToYaml } from './write.js';

/** What a recipe is loaded with. */
export interface LoadOptions {
  registry: OpRegistry;
  /** Flags, `a.b=v`; a later one wins over an earlier one. */
  set?: readonly string[];
  /** The environment; only `JUICER_SET_*` is read. None when absent. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from; the process's own when absent. */
  cwd?: string;
  /** Where own ops are had; `sources` when absent. */
  code?: CodeFrom;
  /** Whether code of the recipe may run here; as JUICER_ALLOW_CODE says when absent. */
  allowCode?: boolean;
}

/** A recipe that is fit to run. */
export interface LoadedRecipe {
  recipe: ResolvedRecipe;
  /** To be shown to the person once. */
  notices: string[];
  /** Spellings that were mapped to the resolved one. */
  mapped: { from: string; to: string }[];
  /** Where each setting and each op's parameter comes from. */
  origins: Record<string, Origin>;
  /** The text as read. */
  source: string;
  /** Of the canonical JSON of `recipe`. */
  sha256: string;
  /** Line of each op in the text; null for one from a flag or variable. */
  op_lines: (number | null)[];
  /** The modules of its own ops, to be kept with the run. */
  code: Bundle[];
}

/**
 * Loads a recipe from a file: YAML, or JSON when its name ends in `.json`.
 * @throws RecipeError with all problems, also when the file cannot be read.
 */
export function loadRecipeFile(path: string, options: LoadOptions): LoadedRecipe {
  return parseRecipe(readText(path), path, options);
}

/**
 * Loads a recipe from its text; `file` is the name that messages give it.
 * @throws RecipeError with all problems.
 */
export function parseRecipe(text: string, file: string, options: LoadOptions): LoadedRecipe {
  const problems: RecipeProblem[] = [];
  const source = readSource(text, file, problems);
  const overrides = readOverrides(options.set ?? [], options.env ?? {}, problems);
  if (source === null) throw new RecipeError(problems);
  const entries = [...collectEntries(source, 'recipe', null, problems), ...overrides.entries];
  const remarks: Remarks = { notices: [], mapped: [] };
  const settings = settle(entries, remarks, problems);
  requireKeys(settings, entries, { file, problems });
  const code = codeOf(settings, { ...options, file, problems });
  const context = { ...code, problems };
  const list = settings.get('process')?.entry;
  const ops: Process = list
    ? resolveProcess(list, overrides.ops, context)
    : { ops: [], lines: [], origins: {} };
  checkTogether(settings, context.cwd, problems);
  checkOpNames(settings, problems);
  checkPartitioning(settings, problems);
  if (problems.length > 0) throw new RecipeError(problems);

  const given = [...settings].map(([path, { value }]): [string, unknown] => [path, value]);
  const values = nested([...impliedPartitioning(settings), ...given]);
  const checked = resolvedSchema.parse({ ...values, custom_operator_paths: code.refs, process: ops.ops });
  const placed = placePaths(checked, { cwd: context.cwd, project: checked.project_name });
  const recipe = settledStorage(placed);
  const written = settings.get('project_name')?.entry.value ?? recipe.project_name;
  if (written !== recipe.project_name)
    remarks.notices.push(`project_name ${JSON.stringify(written)} is used as ${recipe.project_name}`);
  remarks.notices.push(...partitioningNotices(recipe));
  const sha256 = createHash('sha256').update(canonicalJson(recipe)).digest('hex');
  const origins = { ...originsOf(settings), ...ops.origins };
  return { recipe, ...remarks, origins, source: text, sha256, op_lines: ops.lines, code: code.bundles };
}

/** The own ops of a recipe, and what else its ops are checked with. */
function codeOf(
  settings: ReadonlyMap<string, Setting>,
  o: LoadOptions & { file: string; problems: RecipeProblem[] },
): OwnCode & Pick<ProcessContext, 'paramCode' | 'cwd'> {
  const { registry, file, problems, cwd = process.cwd(), code: from = 'sources' } = o;
  const allowed = o.allowCode ?? codeAllowed();
  const context = { registry, file, problems, cwd, from, allowed };
  const own = resolveCode(settings.get('custom_operator_paths'), context);
  const paramCode = from !== 'sources' ? 'leave' : allowed ? 'try' : 'refuse';
  return { ...own, cwd, paramCode };
}

/** A required key that was given wrongly is reported as wrong, not as missing. */
function requireKeys(
  settings: ReadonlyMap<string, Setting>,
  entries: readonly Entry[],
  { file, problems }: { file: string; problems: RecipeProblem[] },
): void {
  for (const key of ['dataset_path', 'export_path', 'process']) {
    if (settings.has(key) || entries.some((entry) => entry.key.key === key)) continue;
    problems.push(problemAt({ file, line: null, column: null }, { message: `${key} is missing`, key }));
  }
}

/** `retry.backoff` → `{retry: {backoff}}`. */
function nested(settings: readonly [path: string, value: unknown][]): Record<string, unknown> {
  const top: Record<string, unknown> = {};
  for (const [path, value] of settings) {
    const [first = '', second] = path.split('.');
    if (second === undefined) top[first] = value;
    else top[first] = { ...(top[first] as object | undefined), [second]: value };
  }
  return top;
}

function originsOf(settings: ReadonlyMap<string, Setting>): Record<string, Origin> {
  return Object.fromEntries(
    fieldPaths().map((path) => [path, settings.get(path)?.entry.origin ?? 'default']),
  );
}
