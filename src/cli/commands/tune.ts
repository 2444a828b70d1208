/** `juicer tune`: changes how many partitions of a run are open at a time, while it goes on. */
import { runHandle } from '../../client/run-handle.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { sessionFor } from '../open.js';
import { wholeNumber } from '../whole-number.js';

/** Tunes a run. */
export const tuneCommand: CommandBody = {
  count: [1, 1],
  flags: {
    ...SERVER_FLAGS,
    'max-concurrent-partitions': { type: 'string', value: 'N', help: 'open partitions at a time, 1 to 1000' },
  },
  example: 'juicer tune demo-20261124-160000-1a2b --max-concurrent-partitions 4',
  async run(args, out) {
    const width = wholeNumber(args, 'max-concurrent-partitions', [1, 1000]);
    if (width === undefined) {
      throw new JuicerError('E_USAGE', 'juicer tune: nothing to change is given', {
        hint: 'give --max-concurrent-partitions N',
      });
    }
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const runId = args.positionals[0] ?? '';
      const answer = await runHandle(session, runId).steer.tune(width);
      out.data(`run ${runId}: at most ${answer.window} partitions are open at a time`, {
        schemaVersion: 1,
        run_id: runId,
        ...answer,
      });
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};
