/** Commands of several actions, `juicer checkpoints RUN verify`: which one is meant, and what it takes. */
import { openRun, opIndexOf, partitionOfRun, type OpenedRun } from '../client/opened-run.js';
import type { Partition } from '../model/plan.js';
import { JuicerError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import type { Args, Flag } from './command.js';
import { folderFor } from './look/folder.js';
import type { Output } from './output.js';

/** What an action works with. */
export interface Scene {
  run: OpenedRun;
  args: Args;
  out: Output;
}

/** An action of a command. `flags`: names of the command's own flags that it takes. */
export interface Action {
  name: string;
  flags: readonly string[];
  run(scene: Scene): Promise<number>;
}

/** A command's actions, the first one being what it does without a word, and all the flags that they take. */
export interface Actions {
  actions: readonly Action[];
  flags: Record<string, Flag>;
}

/**
 * Runs the action that the arguments `RUN [ACTION]` name. A flag of another action is refused: it would do nothing.
 * @throws JuicerError E_USAGE, E_NO_SUCH_RUN.
 */
export async function act(command: Actions, args: Args, out: Output): Promise<number> {
  const action = actionOf(command.actions, args.positionals[1]);
  for (const flag of Object.keys(command.flags)) {
    const given = args.text(flag) !== undefined || args.on(flag) || args.list(flag).length > 0;
    if (given && !action.flags.includes(flag))
      throw new JuicerError('E_USAGE', `--${flag} means nothing to ${action.name}`);
  }
  const run = openRun(await folderFor(args.positionals[0] ?? '', args, out));
  return action.run({ run, args, out });
}

function actionOf(actions: readonly Action[], name: string | undefined): Action {
  const found = name === undefined ? actions[0] : actions.find((a) => a.name === name);
  if (found) return found;
  const names = actions.map((a) => a.name);
  const [near] = nearest(name ?? '', names, 1);
  throw new JuicerError(
    'E_USAGE',
    `unknown action ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}`,
    { hint: `it is one of ${names.join(', ')}` },
  );
}

/** The whole number of a flag, undefined when it is not given. Throws JuicerError E_USAGE. */
export function numberFlag(args: Args, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new JuicerError('E_USAGE', `--${name}: ${JSON.stringify(text)} is not a whole number`);
}

/** The partition that `--partition` names. Throws JuicerError E_USAGE when it is missing or out of range. */
export function partitionFlag({ run, args }: Scene): Partition {
  const id = numberFlag(args, 'partition');
  if (id === undefined) {
    const last = run.mapping.partitions.length - 1;
    throw new JuicerError('E_USAGE', '--partition is missing', { hint: `name one of 0 to ${last}` });
  }
  return partitionOfRun(run, id);
}

/** The partition that `--partition` names, or all of them. Throws JuicerError E_USAGE when it is out of range. */
export function partitionsFlag(scene: Scene): readonly Partition[] {
  return scene.args.text('partition') === undefined ? scene.run.mapping.partitions : [partitionFlag(scene)];
}

/** The index of the op that a flag names, by index or name; `fallback` when it is not given. */
export function opFlag({ run, args }: Scene, name: string, fallback: number): number {
  const text = args.text(name);
  return text === undefined ? fallback : opIndexOf(run, text);
}
