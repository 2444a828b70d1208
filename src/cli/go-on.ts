/** What `retry` and `decide` do once it is asked: follow the run to its end, or leave it to a server of its own. */
import type { Session } from '../client/session.js';
import type { StartedRun } from '../client/start.js';
import { EXIT, JuicerError } from '../model/errors.js';
import type { Args } from './command.js';
import { followAndTell } from './follow.js';
import { recipeOfRun } from '../recipe/of-run.js';
import type { Output } from './output.js';
import { consoleLevel } from './progress-line.js';
import { tellStart } from './start-note.js';

/** Follows the run; the exit code is that of its verdict. */
export async function goOnWith(
  session: Session,
  started: StartedRun,
  { args, out }: { args: Args; out: Output },
): Promise<number> {
  await tellStart(session, started, out);
  if (!args.on('detach')) {
    const level = consoleLevel(recipeOfRun(started.dir).recipe.event_logging);
    return followAndTell({ session, handle: started.handle, level }, out);
  }
  if (session.target.kind === 'embedded')
    throw new JuicerError('E_USAGE', '--detach needs a server that stays up', {
      hint: 'the embedded server ends with its last command; keep juicer dev running',
    });
  out.data(started.handle.runId, { schemaVersion: 1, run_id: started.handle.runId, dir: started.dir });
  return EXIT.done;
}
