/** `juicer resume`: attaches to an open run, or goes on with one that ended before its time. */
import type { RunHandle } from '../../client/run-handle.js';
import { resumeRun } from '../../client/start.js';
import { recipeOfRun } from '../../recipe/of-run.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { followAndTell } from '../follow.js';
import type { Output } from '../output.js';
import { sessionFor } from '../open.js';
import { consoleLevel } from '../progress-line.js';
import { tellStart } from '../start-note.js';

/** Goes on with a run and follows it. */
export const resumeCommand: CommandBody = {
  count: [1, 1],
  flags: SERVER_FLAGS,
  example: 'juicer resume demo-20261124-160000-1a2b',
  async run(args, out) {
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const started = await resumeRun(session, args.positionals[0] ?? '');
      await tellStart(session, started, out);
      if (started.how === 'attached') await goOn(started.handle, out);
      const level = consoleLevel(recipeOfRun(started.dir).recipe.event_logging);
      return await followAndTell({ session, handle: started.handle, level }, out);
    } finally {
      await session.close();
    }
  },
};

const ANSWER_LIMIT_MS = 20_000;

/** A paused run goes on. */
async function goOn(handle: RunHandle, out: Output): Promise<void> {
  const status = await handle.status(ANSWER_LIMIT_MS);
  if (status?.status !== 'paused') return;
  await handle.steer.resume();
  out.note('the run was paused and goes on');
}
