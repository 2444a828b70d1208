/** Which recipe a program is about when it names none: what it was called with. */
import { JuicerError } from '../model/errors.js';

/** Where the name of a recipe may stand. */
export interface CalledWith {
  /** The program's arguments. */
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
}

/**
 * The path after `--config` (or `--config=`) among the arguments, else that in JUICER_CONFIG.
 * @throws JuicerError E_USAGE when neither names one.
 */
export function recipePath({ argv, env }: CalledWith): string {
  const at = argv.findIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  const [flag, next] = at === -1 ? [] : argv.slice(at);
  const given = flag === '--config' ? next : flag?.slice('--config='.length);
  const path = given || env.JUICER_CONFIG;
  if (path) return path;
  throw new JuicerError('E_USAGE', 'no recipe is named', {
    hint: 'give its path: loadRecipe(path), --config FILE, or JUICER_CONFIG=FILE',
  });
}
