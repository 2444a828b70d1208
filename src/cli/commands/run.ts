/** `juicer run`: starts a run and follows it. */
import { preflight } from '../../client/preflight.js';
import { checkRunId, startRun } from '../../client/start.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { RECIPE_FLAGS, REUSE_FLAG, SERVER_FLAGS, type CommandBody } from '../command.js';
import { tellForecast } from '../forecast-text.js';
import { followAndTell } from '../follow.js';
import { recipeFor, reuseFor, sessionFor } from '../open.js';
import { warningLine, warningsFor } from '../plan-warnings.js';
import { consoleLevel } from '../progress-line.js';
import { tellStart } from '../start-note.js';

/** Starts a run and follows it; with `--detach` only starts it. */
export const runCommand: CommandBody = {
  count: [0, 1],
  flags: {
    ...RECIPE_FLAGS,
    ...SERVER_FLAGS,
    id: { type: 'string', value: 'RUN', help: 'id of the run; an open one is attached to' },
    reuse: REUSE_FLAG,
    detach: { type: 'boolean', help: 'start only; needs a server of your own' },
  },
  example: 'juicer run recipes/seed.yaml --set partition_size=1000',
  async run(args, out) {
    const loaded = recipeFor(args, out);
    const id = args.text('id');
    // What is wrong is told before a server is started for it; a run with an id may have ended, and needs no input then.
    if (id === undefined) {
      const files = await preflight(loaded.recipe);
      for (const warning of await warningsFor(loaded.recipe, files, null)) out.note(warningLine(warning));
    } else checkRunId(id);
    const { num_workers } = loaded.recipe.performance;
    const session = await sessionFor(args, out, {
      wantWorker: true,
      threads: num_workers === 'auto' ? null : num_workers,
    });
    try {
      if (args.on('detach') && session.target.kind === 'embedded') throw noDetach(session.address);
      const started = await startRun(session, loaded, {
        ...(id === undefined ? {} : { id }),
        reuse: reuseFor(args),
      });
      await tellStart(session, started, out);
      if (args.on('detach')) {
        out.data(started.handle.runId, { schemaVersion: 1, run_id: started.handle.runId, dir: started.dir });
        return EXIT.done;
      }
      const level = consoleLevel(loaded.recipe.event_logging);
      const tell = started.how === 'started' && level.progress;
      const onPlanned = (): void => (tell ? tellForecast(started.dir, out) : undefined);
      return await followAndTell({ session, handle: started.handle, level, onPlanned }, out);
    } finally {
      await session.close();
    }
  },
};

/** The embedded server ends with its last command, so nothing would go on. */
function noDetach(address: string): JuicerError {
  return new JuicerError('E_USAGE', 'juicer run: --detach needs a server that stays up', {
    hint: `keep juicer dev running in this folder and set TEMPORAL_ADDRESS=${address}, or use a server of your own`,
  });
}
