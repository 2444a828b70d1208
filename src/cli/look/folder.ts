/** The folder of the run that a command is about. */
import { findRunFolder, type RunFolder, type RunSources } from '../../client/run-folder.js';
import { resolveTarget, type Target } from '../../server/connect.js';
import type { Args } from '../command.js';
import { sessionFor } from '../open.js';
import type { Output } from '../output.js';

/** Where a command looks for runs: the server that flags and environment name, or the state folder. */
export function sourcesFor(args: Args, out: Output): RunSources {
  return { target: targetOf(args), openSession: () => sessionFor(args, out, { wantWorker: false }) };
}

/** Finds a run's folder. Throws as findRunFolder does. */
export function folderFor(run: string, args: Args, out: Output): Promise<RunFolder> {
  return findRunFolder(run, sourcesFor(args, out));
}

function targetOf(args: Args): Target {
  const flag = (key: string, name: string): Record<string, string> => {
    const value = args.text(name);
    return value === undefined ? {} : { [key]: value };
  };
  return resolveTarget({
    env: process.env,
    flags: {
      ...flag('address', 'address'),
      ...flag('namespace', 'namespace'),
      ...flag('profile', 'profile'),
      ...flag('stateDir', 'state-dir'),
    },
  });
}
