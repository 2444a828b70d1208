/** `juicer path`: where a run's folder is. */
import { EXIT } from '../../model/errors.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { folderFor } from '../look/folder.js';

/** Prints the folder of a run. */
export const pathCommand: CommandBody = {
  count: [1, 1],
  flags: SERVER_FLAGS,
  example: 'ls $(juicer path demo-20261124-160000-1a2b)/results',
  async run(args, out) {
    const { runId, dir } = await folderFor(args.positionals[0] ?? '', args, out);
    out.data(dir, { schemaVersion: 1, run_id: runId, dir });
    return EXIT.done;
  },
};
