/** Problems of several settings together. */
import { problemAt, type RecipeProblem } from './problem.js';
import type { Setting } from './settle.js';

/** The settings that were given, by their path. */
export type Settings = ReadonlyMap<string, Setting>;

/** A problem at the first of these settings that was given. */
export function about(
  settings: Settings,
  paths: readonly string[],
  text: { message: string; hint?: string },
): RecipeProblem {
  const given = paths.map((path) => settings.get(path)?.entry).find((entry) => entry !== undefined);
  const place = given?.place ?? { file: 'recipe', line: null, column: null };
  return problemAt(place, { ...text, key: given?.key.key ?? '' });
}
