/** Paths of a recipe: placeholders and absolute form. */
import { resolve } from 'node:path';

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

/** The paths of a recipe, made absolute. Braces in the name of the input are text. */
export function placePaths<T extends { dataset_path: string; export_path: string; work_dir: string }>(
  recipe: T,
  context: PathContext,
): T {
  return {
    ...recipe,
    dataset_path: resolve(context.cwd, recipe.dataset_path),
    export_path: placed(recipe.export_path, context),
    work_dir: placed(recipe.work_dir, context),
  };
}
