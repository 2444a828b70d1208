/** `juicer retry`: works on partitions of a run again: those that failed, or one from a given op. */
import { repeatPartitions } from '../../client/repeat.js';
import { JuicerError } from '../../model/errors.js';
import { SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { goOnWith } from '../go-on.js';
import { sessionFor } from '../open.js';
import { wholeNumber } from '../whole-number.js';

/** Retries what failed, or makes one partition again. */
export const retryCommand: CommandBody = {
  count: [1, 1],
  flags: {
    ...SERVER_FLAGS,
    'only-failed': { type: 'boolean', help: 'all partitions that failed or are parked (the default)' },
    partition: { type: 'string', value: 'P', help: 'this partition only' },
    'from-op': { type: 'string', value: 'K', help: 'begin again at op K, or at the input' },
    detach: { type: 'boolean', help: 'do not follow the run; needs a server of your own' },
  },
  example: 'juicer retry demo-20261124-160000-1a2b --partition 3 --from-op 1',
  async run(args, out) {
    const what = asked(args);
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const started = await repeatPartitions(session, args.positionals[0] ?? '', what);
      return await goOnWith(session, started, { args, out });
    } finally {
      await session.close();
    }
  },
};

function asked(args: Args): { partition: number | 'parked'; from_op?: number } {
  const partition = wholeNumber(args, 'partition', [0, Infinity]);
  const from = args.text('from-op') === 'input' ? -1 : wholeNumber(args, 'from-op', [0, Infinity]);
  if (partition === undefined) {
    if (from === undefined) return { partition: 'parked' };
    throw new JuicerError('E_USAGE', 'juicer retry: --from-op needs --partition');
  }
  if (args.on('only-failed'))
    throw new JuicerError('E_USAGE', 'juicer retry: give either --only-failed or --partition');
  return from === undefined ? { partition } : { partition, from_op: from };
}
