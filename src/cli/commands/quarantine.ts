/** `juicer quarantine`: the rows that could not be read or made an op throw. */
import { act, type Actions } from '../action.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { replayAction } from '../look/quarantine-replay.js';
import { showAction } from '../look/quarantine-show.js';

const ACTIONS: Actions = {
  actions: [showAction, replayAction],
  flags: {
    partition: { type: 'string', value: 'N', help: 'only rows of this partition' },
    op: {
      type: 'string',
      value: 'K',
      help: 'only rows of this op, index or name; partition: lines that are no rows',
    },
    row: { type: 'string', value: 'N', help: 'only this row, by its number in the input' },
    limit: { type: 'string', value: 'N', help: 'show: at most so many (100)' },
    rows: { type: 'boolean', help: 'the text of the rows too, and errors that may quote it' },
  },
};

/** Shows quarantined rows and tries them again. */
export const quarantineCommand: CommandBody = {
  count: [1, 2],
  flags: { ...SERVER_FLAGS, ...ACTIONS.flags },
  example: 'juicer quarantine demo-20261124-160000-1a2b replay --row 17',
  run: (args, out) => act(ACTIONS, args, out),
};
