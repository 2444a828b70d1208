/** `juicer inspect`: the rows of a run at any point of the chain. */
import { act, type Actions } from '../action.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { diffAction } from '../look/inspect-diff.js';
import { rowAction } from '../look/inspect-row.js';
import { rowsAction, schemaAction } from '../look/inspect-rows.js';

const ACTIONS: Actions = {
  actions: [rowsAction, schemaAction, diffAction, rowAction],
  flags: {
    partition: { type: 'string', value: 'N', help: 'rows, schema, diff: the partition' },
    op: {
      type: 'string',
      value: 'K',
      help: 'rows, schema: after this op, index or name (the last one); partition: as read',
    },
    'from-op': { type: 'string', value: 'I', help: 'diff: from the rows after this op (partition)' },
    'to-op': { type: 'string', value: 'K', help: 'diff: to the rows after this op (the last one)' },
    id: { type: 'string', value: 'N', help: 'row: number of the row in the input, from 0' },
    limit: { type: 'string', value: 'N', help: 'rows, diff: at most so many of a kind (20)' },
    stats: { type: 'boolean', help: 'rows: the stats of each row too' },
  },
};

/** Shows rows, schema, the difference that ops made, the fate of a row. */
export const inspectCommand: CommandBody = {
  count: [1, 2],
  flags: { ...SERVER_FLAGS, ...ACTIONS.flags },
  example: 'juicer inspect demo-20261124-160000-1a2b diff --partition 0 --from-op 0 --to-op 1',
  run: (args, out) => act(ACTIONS, args, out),
};
