/** `juicer pause`: nothing new is begun, open partitions end at their next checkpoint. */
import { runHandle } from '../../client/run-handle.js';
import { EXIT } from '../../model/errors.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { sessionFor } from '../open.js';

/** Pauses a run. */
export const pauseCommand: CommandBody = {
  count: [1, 1],
  flags: SERVER_FLAGS,
  example: 'juicer pause demo-20261124-160000-1a2b',
  async run(args, out) {
    // Updates are answered by a worker.
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const runId = args.positionals[0] ?? '';
      const answer = await runHandle(session, runId).steer.pause();
      out.data(
        `run ${runId} is paused; ${answer.counts.active} open partitions end at their next checkpoint`,
        { schemaVersion: 1, run_id: runId, ...answer },
      );
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};
