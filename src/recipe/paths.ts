/** Paths of a recipe: placeholders and absolute form. */
import { resolve } from 'node:path';
import type { DatasetPart, DatasetPath } from '../model/dataset.js';

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
  return resolve(cwd, path.replaceAll('{project_name}', project));
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
  const placedInput = (name: string): string => resolve(context.cwd, name);
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
