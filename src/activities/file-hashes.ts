/** The hashes of large files that ops read, worked out in a thread: on the main one nothing else would be done meanwhile. */
import { namedFiles, type FileHashes } from '../engine/named-files.js';
import type { RunRef } from '../model/contract.js';
import type { ResolvedRecipe } from '../recipe/load.js';
import { lookAt } from '../storage/files.js';
import type { ActivityDependencies } from './dependencies.js';
import { runJob } from './measured.js';
import { recipeOps } from './recipe-ops.js';

/** Files below this take less than the blink of an eye. */
const LARGE = 32 * 2 ** 20;

/**
 * Hashes the large files that parameters of a recipe name.
 * @throws JuicerError E_RECIPE when a folder of files cannot be read; E_IO when a file cannot.
 */
export async function largeFileHashes(
  deps: ActivityDependencies,
  run: RunRef,
  recipe: ResolvedRecipe,
): Promise<FileHashes> {
  const named = recipeOps(recipe).flatMap(({ op, params }) => namedFiles(op, params));
  const sizes = new Map(named.map(({ path }) => [path, lookAt(path)?.size ?? 0]));
  const large = [...sizes].filter(([, size]) => size >= LARGE);
  if (large.length === 0) return new Map();
  const total = large.reduce((sum, [, size]) => sum + size, 0);
  const job = { kind: 'hash' as const, dir: run.dir, files: large.map(([path]) => path) };
  return new Map(Object.entries(await runJob<'hash'>(deps, job, { phase: 'hash', total, folders: [] })));
}
