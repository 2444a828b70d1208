/** The modules of own ops that a recipe names: made into bundles where it is read, had from the run's folder later. */
import path from 'node:path';
import { ALLOW_HINT } from '../custom/allowed.js';
import { bundleModule, type Bundle } from '../custom/bundle.js';
import { tryExamples } from '../custom/check.js';
import { loadOps, noteCode, type CodeRef } from '../custom/loaded.js';
import { JuicerError } from '../model/errors.js';
import type { Op } from '../ops/define.js';
import { opRegistry, type OpRegistry } from '../ops/registry.js';
import { problemAt, type RecipeProblem } from './problem.js';
import type { ResolvedRecipe } from './resolved.js';
import type { Setting } from './settle.js';

/**
 * Where the code of a recipe is had. `sources`: from the files that it names; `run`: from the bundles that were noted, being
 * those of its run; `none`: no code is loaded, and ops that are not built in are taken as they are written.
 */
export type CodeFrom = 'sources' | 'run' | 'none';

/** What is needed to have the code. */
export interface CodeContext {
  registry: OpRegistry;
  /** Name of the recipe as messages give it, and the folder of the process. */
  file: string;
  cwd: string;
  from: CodeFrom;
  allowed: boolean;
  problems: RecipeProblem[];
}

/** The code of a recipe. */
export interface OwnCode {
  /** For the resolved recipe. */
  refs: CodeRef[];
  /** To be kept with the run; empty unless they were made here. */
  bundles: Bundle[];
  /** With the own ops. */
  registry: OpRegistry;
  /** Whether ops that the registry does not have may be own ones. */
  incomplete: boolean;
}

/** The modules of own ops of a recipe, each with the hash of its text. */
export function ownCode({
  custom_operator_paths: given,
}: Pick<ResolvedRecipe, 'custom_operator_paths'>): CodeRef[] {
  return given as CodeRef[];
}

/** Has the code of a recipe. What is wrong goes to the context's problems. */
export function resolveCode(setting: Setting | undefined, context: CodeContext): OwnCode {
  const { registry, from } = context;
  const given = listOf(setting?.value);
  const none = { refs: [], bundles: [], registry, incomplete: false };
  if (!setting || given.length === 0) return none;
  const refs = given as CodeRef[];
  if (from === 'none') return { ...none, refs, incomplete: true };
  if (from === 'run') return { ...none, refs, registry: withOwn(registry, refs.flatMap(loadOps)) };
  if (context.allowed) return fromSources(setting, given, context);
  const message = `${KEY}: the recipe brings code of its own, and no code is run here`;
  context.problems.push(problemAt(setting.entry.place, { message, key: KEY, hint: ALLOW_HINT }));
  return { ...none, incomplete: true };
}

function fromSources(setting: Setting, given: readonly Given[], context: CodeContext): OwnCode {
  const { place, origin } = setting.entry;
  const { registry, problems } = context;
  const folder = path.resolve(context.cwd, origin === 'recipe' ? path.dirname(context.file) : '.');
  const made: { bundle: Bundle; ops: readonly Op[] }[] = [];
  for (const entry of given) {
    try {
      made.push(moduleOps(entry, { folder, registry, others: made.flatMap(({ ops }) => ops) }));
    } catch (error) {
      if (!(error instanceof JuicerError)) throw error;
      const { message, hint = null } = error;
      problems.push(problemAt(place, { message: `${KEY}: ${message}`, key: KEY, hint }));
    }
  }
  const bundles = made.map(({ bundle }) => bundle);
  const ops = made.flatMap((one) => one.ops);
  const refs = bundles.map(({ path: name, sha256 }) => ({ path: name, sha256 }));
  return { refs, bundles, registry: withOwn(registry, ops), incomplete: bundles.length < given.length };
}

function withOwn(registry: OpRegistry, ops: readonly Op[]): OpRegistry {
  return opRegistry([...registry.all(), ...ops]);
}

const KEY = 'custom_operator_paths';

type Given = Partial<CodeRef> & { path: string };

function listOf(value: unknown): Given[] {
  const list = typeof value === 'string' ? [value] : ((value ?? []) as (string | CodeRef)[]);
  return list.map((one) => (typeof one === 'string' ? { path: one } : one));
}

/**
 * A module and its ops, of which every example was tried.
 * @throws JuicerError E_RECIPE when it cannot be had, is not the one whose hash the recipe gives, or has a name that is taken.
 */
export function moduleOps(
  given: Given,
  o: { folder: string; registry: OpRegistry; others: readonly Op[] },
): { bundle: Bundle; ops: readonly Op[] } {
  const bundle = bundleModule(given.path, o.folder);
  if (given.sha256 !== undefined && given.sha256 !== bundle.sha256) {
    throw new JuicerError(
      'E_RECIPE',
      `the code of ${bundle.path} is not the one whose sha256 the recipe gives`,
      {
        hint: 'leave sha256 out to take it as it is now',
      },
    );
  }
  noteCode(bundle.sha256, () => bundle.text);
  const ops = loadOps(bundle);
  for (const { name } of ops) {
    const taken = o.registry.get(name)
      ? 'a built-in op'
      : o.others.some((op) => op.name === name) && 'another own op';
    if (taken) {
      throw new JuicerError('E_RECIPE', `${bundle.path}: op ${name} has the name of ${taken}`, {
        hint: 'give it another name',
      });
    }
  }
  tryExamples(bundle.path, ops);
  return { bundle, ops };
}
