/** `juicer decide`: what becomes of parked partitions. */
import { decidePartitions } from '../../client/repeat.js';
import type { Decision } from '../../model/steering.js';
import { JuicerError } from '../../model/errors.js';
import { SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { goOnWith } from '../go-on.js';
import { sessionFor } from '../open.js';
import { wholeNumber } from '../whole-number.js';

const DECISIONS: readonly Decision[] = ['retry', 'skip', 'quarantine', 'fail'];

/** Decides and follows the run. */
export const decideCommand: CommandBody = {
  count: [2, 2],
  flags: {
    ...SERVER_FLAGS,
    partition: { type: 'string', value: 'P', help: 'the partition' },
    all: { type: 'boolean', help: 'all parked partitions' },
    detach: { type: 'boolean', help: 'do not follow the run; needs a server of your own' },
  },
  example: 'juicer decide demo-20261124-160000-1a2b skip --partition 3',
  async run(args, out) {
    const input = { partition: whichOf(args), decision: decisionOf(args.positionals[1] ?? '') };
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      const started = await decidePartitions(session, args.positionals[0] ?? '', input);
      return await goOnWith(session, started, { args, out });
    } finally {
      await session.close();
    }
  },
};

function decisionOf(word: string): Decision {
  const decision = DECISIONS.find((d) => d === word);
  if (decision) return decision;
  throw new JuicerError('E_USAGE', `juicer decide: unknown decision ${word}`, {
    hint: `one of ${DECISIONS.join(', ')}`,
  });
}

function whichOf(args: Args): number | 'all' {
  const partition = wholeNumber(args, 'partition', [0, Infinity]);
  if ((partition === undefined) === !args.on('all'))
    throw new JuicerError('E_USAGE', 'juicer decide: give either --partition P or --all');
  return partition ?? 'all';
}
