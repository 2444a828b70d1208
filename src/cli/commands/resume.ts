/** `juicer resume`: attaches to an open run, or goes on with one that ended before its time. */
import { resumeRun } from '../../client/start.js';
import { SERVER_FLAGS, type Command } from '../command.js';
import { followAndTell } from '../follow.js';
import { recipeOfRun, sessionFor } from '../open.js';
import { consoleLevel } from '../progress-line.js';
import { tellStart } from '../start-note.js';

/** Goes on with a run and follows it. */
export const resumeCommand: Command = {
  name: 'resume',
  summary: 'go on with a run from its checkpoints, or follow it again',
  positionals: 'RUN',
  count: [1, 1],
  flags: SERVER_FLAGS,
  example: 'juicer resume demo-20261124-160000-1a2b',
  async run(args, out) {
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const started = await resumeRun(session, args.positionals[0] ?? '');
      await tellStart(session, started, out);
      const level = consoleLevel(recipeOfRun(started.dir).event_logging);
      return await followAndTell({ session, handle: started.handle, level }, out);
    } finally {
      await session.close();
    }
  },
};
