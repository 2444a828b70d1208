/** `juicer cancel`: ends a run in order; what is done stays and can be gone on from. */
import { runHandle } from '../../client/run-handle.js';
import { EXIT } from '../../model/errors.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { sessionFor } from '../open.js';
import { tellVerdict } from '../verdict-text.js';

/** Asks for the cancel and waits until the run has ended. */
export const cancelCommand: CommandBody = {
  count: [1, 1],
  flags: SERVER_FLAGS,
  example: 'juicer cancel demo-20261124-160000-1a2b',
  async run(args, out) {
    // The cancel is carried out by a worker: reports and events are written before the run ends.
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const handle = runHandle(session, args.positionals[0] ?? '');
      const { state } = await handle.info();
      if (state !== 'running') {
        out.note(`run ${handle.runId} has ended already: ${state}`);
        return EXIT.done;
      }
      await handle.cancel();
      const verdict = await handle.result();
      tellVerdict(handle.runId, verdict, out);
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};
