/** What settings must not say together. */
import { resolve } from 'node:path';
import { placed } from './paths.js';
import { problemAt, type RecipeProblem } from './problem.js';
import { fieldDefault } from './resolved.js';
import type { Setting } from './settle.js';

type Settings = ReadonlyMap<string, Setting>;

/** Adds a problem for each pair of settings that do not go together. Paths start from `cwd`. */
export function checkTogether(settings: Settings, cwd: string, problems: RecipeProblem[]): void {
  const value = (path: string) => settings.get(path)?.value ?? fieldDefault(path);
  if (value('parquet_engine') === 'parquetjs-lite' && value('checkpointing.compression') === 'zstd') {
    problems.push(
      about(settings, ['checkpointing.compression', 'parquet_engine'], {
        message: 'checkpointing.compression zstd cannot be written by parquet_engine parquetjs-lite',
        hint: 'use snappy, gzip or none, or parquet_engine: parquet-wasm',
      }),
    );
  }
  const [first, longest] = [value('retry.initial_interval'), value('retry.maximum_interval')];
  if (Number(longest) < Number(first)) {
    const message = `retry.maximum_interval (${String(longest)} s) is shorter than retry.initial_interval (${String(first)} s)`;
    problems.push(about(settings, ['retry.maximum_interval', 'retry.initial_interval'], { message }));
  }
  const [dataset, target] = [settings.get('dataset_path')?.value, settings.get('export_path')?.value];
  const project = String(value('project_name'));
  if (typeof dataset !== 'string' || typeof target !== 'string') return;
  if (resolve(cwd, dataset) !== placed(target, { cwd, project })) return;
  const message = 'export_path is the same file as dataset_path';
  const hint = 'export to another file; the input is never written';
  problems.push({ ...about(settings, ['export_path'], { message, hint }), code: 'E_EXPORT_PATH' });
}

/** A problem at the first of these settings that was given. */
function about(settings: Settings, paths: string[], text: { message: string; hint?: string }): RecipeProblem {
  const given = paths.map((path) => settings.get(path)?.entry).find((entry) => entry !== undefined);
  const place = given?.place ?? { file: 'recipe', line: null, column: null };
  return problemAt(place, { ...text, key: given?.key.key ?? '' });
}
