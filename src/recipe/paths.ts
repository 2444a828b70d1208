/** Paths of a recipe: placeholders and absolute form. */
import { resolve } from 'node:path';
import type { DatasetPart, DatasetPath } from '../model/dataset.js';
import { JuicerError } from '../model/errors.js';
import { fromUrl, isObjectUrl } from '../model/object-path.js';

/** What a path of a recipe is completed with. */
export interface PathContext {
  /** Folder that relative paths start from. */
  cwd: string;
  /** What `{project_name}` stands for. */
  project: string;
}

/**
 * A path made absolute, `{project_name}` replaced. `{run_id}` stays until there is a run; other braces are text.
 */
export function placed(path: string, { cwd, project }: PathContext): string {
  return absolute(cwd, path.replaceAll('{project_name}', project));
}

/**
 * A name made absolute; `s3://bucket/key` is so already.
 * @throws JuicerError E_RECIPE for an address that is none, or of a kind that is not read.
 */
function absolute(cwd: string, name: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(name)?.[1];
  if (scheme === undefined) return resolve(cwd, name);
  if (!isObjectUrl(name))
    throw new JuicerError('E_RECIPE', `${name}: ${scheme}:// is not known`, {
      hint: 'name a path, or s3://bucket/key for an S3-compatible store',
    });
  const [bucket = '', ...parts] = name.slice('s3://'.length).split('/');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new JuicerError('E_RECIPE', `${name}: ${JSON.stringify(bucket)} is no name of a bucket`);
  if (parts.slice(0, -1).includes('') || parts.includes('.') || parts.includes('..'))
    throw new JuicerError('E_RECIPE', `${name}: a part of the key is empty, . or ..`);
  return resolve(fromUrl(name));
}

/** The same for an export path: a `/` at its end makes it a folder, and stays. */
function placedExport(path: string, context: PathContext): string {
  const own = placed(path, context);
  return path.endsWith('/') && !own.endsWith('/') ? `${own}/` : own;
}

/** The paths of a recipe, made absolute. Braces in the name of the input are text. */
export function placePaths<T extends { dataset_path: DatasetPath; export_path: string; work_dir: string }>(
  recipe: T,
  context: PathContext,
): T {
  const { dataset_path: dataset } = recipe;
  const placedInput = (name: string): string => absolute(context.cwd, name);
  const placedPart = (part: string | DatasetPart): string | DatasetPart =>
    typeof part === 'string'
      ? placedInput(part)
      : { ...part, path: Array.isArray(part.path) ? part.path.map(placedInput) : placedInput(part.path) };
  return {
    ...recipe,
    dataset_path: typeof dataset === 'string' ? placedInput(dataset) : dataset.map(placedPart),
    export_path: placedExport(recipe.export_path, context),
    work_dir: placed(recipe.work_dir, context),
  };
}
