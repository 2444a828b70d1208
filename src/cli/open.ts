/** What commands share: a session from the flags, a recipe from the arguments. */
import { openSession, type Session } from '../client/session.js';
import { JuicerError } from '../model/errors.js';
import { REUSE_AUTO } from '../model/reuse.js';
import { builtInOps } from '../ops/registry.js';
import { loadRecipeFile, type LoadedRecipe } from '../recipe/load.js';
import type { Notice } from '../server/protocol.js';
import type { Args } from './command.js';
import type { Output } from './output.js';

/** Connects as the flags say. Tells what happens to the embedded server and worker. */
export function sessionFor(
  args: Args,
  out: Output,
  o: { wantWorker: boolean; threads?: number | null; onNotice?(notice: Notice): void },
): Promise<Session> {
  const flag = (key: string, name: string): Record<string, string> => {
    const value = args.text(name);
    return value === undefined ? {} : { [key]: value };
  };
  return openSession({
    ...flag('address', 'address'),
    ...flag('namespace', 'namespace'),
    ...flag('profile', 'profile'),
    ...flag('stateDir', 'state-dir'),
    wantWorker: o.wantWorker,
    threads: o.threads ?? null,
    onNotice: (notice) => {
      o.onNotice?.(notice);
      tellNotice(notice, out);
    },
    log: (line) => out.note(line),
  });
}

function tellNotice(notice: Notice, out: Output): void {
  if (notice.type === 'worker-died')
    out.note(`worker ${notice.pid} died (${notice.signal ?? `exit ${notice.code}`}); starting another`);
  else if (notice.type === 'server-died')
    out.note(`server ${notice.pid} died (${notice.signal ?? `exit ${notice.code}`}); starting it again`);
  else if (notice.type === 'lost') out.note(notice.message);
  else if (out.verbose) out.note(`${notice.type}${'pid' in notice ? ` ${notice.pid}` : ''}`);
}

/** Reads the recipe that the arguments name, with their overrides; tells its notices. */
export function recipeFor(args: Args, out: Output): LoadedRecipe {
  const file = args.positionals[0] ?? args.text('config');
  if (file === undefined)
    throw new JuicerError('E_USAGE', 'a recipe is missing', { hint: 'name a .yaml or .json file' });
  const quoted = (key: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${key}=${JSON.stringify(value)}`];
  const set = [
    ...quoted('dataset_path', args.text('dataset')),
    ...quoted('export_path', args.text('export')),
    ...args.list('set'),
  ];
  const loaded = loadRecipeFile(file, { registry: builtInOps(), set, env: process.env });
  for (const notice of loaded.notices) out.note(notice);
  return loaded;
}

/** Whose checkpoints a new run may take over: the flag, else JUICER_REUSE, else `auto`. */
export function reuseFor(args: Args): string {
  return args.text('reuse') ?? (process.env.JUICER_REUSE || REUSE_AUTO);
}
