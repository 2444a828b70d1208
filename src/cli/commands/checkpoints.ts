/** `juicer checkpoints`: the files that a run can go on from: list, verify, gc, export. */
import { act, type Actions } from '../action.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { exportAction } from '../look/checkpoints-export.js';
import { gcAction } from '../look/checkpoints-gc.js';
import { listAction } from '../look/checkpoints-list.js';
import { verifyAction } from '../look/checkpoints-verify.js';

const ACTIONS: Actions = {
  actions: [listAction, verifyAction, gcAction, exportAction],
  flags: {
    partition: { type: 'string', value: 'N', help: 'only this partition; export needs it' },
    op: { type: 'string', value: 'K', help: 'export: after this op, index or name (the last one)' },
    to: { type: 'string', value: 'FILE', help: 'export: the .jsonl file to write' },
    stats: { type: 'boolean', help: 'export: the stats of each row too' },
    'set-aside': { type: 'boolean', help: 'gc: also copies of damaged and foreign files' },
    yes: { type: 'boolean', help: 'gc: remove what is shown; export: replace the file' },
  },
};

/** Looks at the checkpoints of a run. */
export const checkpointsCommand: CommandBody = {
  count: [1, 2],
  flags: { ...SERVER_FLAGS, ...ACTIONS.flags },
  example: 'juicer checkpoints demo-20261124-160000-1a2b verify',
  run: (args, out) => act(ACTIONS, args, out),
};
