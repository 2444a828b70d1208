/** What settings must not say together. */
import { resolve } from 'node:path';
import { datasetNames, type DatasetPath } from '../model/dataset.js';
import { checkCompression } from './compression.js';
import { placed } from './paths.js';
import { about, type Settings } from './about.js';
import type { RecipeProblem } from './problem.js';
import { fieldDefault } from './resolved.js';

/** Adds a problem for each pair of settings that do not go together. Paths start from `cwd`. */
export function checkTogether(settings: Settings, cwd: string, problems: RecipeProblem[]): void {
  const value = (path: string) => settings.get(path)?.value ?? fieldDefault(path);
  checkCompression(settings, problems);
  const [first, longest] = [value('retry.initial_interval'), value('retry.maximum_interval')];
  if (Number(longest) < Number(first)) {
    const message = `retry.maximum_interval (${String(longest)} s) is shorter than retry.initial_interval (${String(first)} s)`;
    problems.push(about(settings, ['retry.maximum_interval', 'retry.initial_interval'], { message }));
  }
  const [dataset, target] = [settings.get('dataset_path')?.value, settings.get('export_path')?.value];
  const project = String(value('project_name'));
  if (typeof target !== 'string' || dataset === undefined) return;
  const own = placed(target, { cwd, project });
  if (!datasetNames(dataset as DatasetPath).some((name) => resolve(cwd, name) === own)) return;
  const message = 'export_path is the same file as dataset_path';
  const hint = 'export to another file; the input is never written';
  problems.push({ ...about(settings, ['export_path'], { message, hint }), code: 'E_EXPORT_PATH' });
}
