/** `juicer dev`: server, worker and Web UI of this folder, until it is interrupted. Open runs go on. */
import { EXIT } from '../../model/errors.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { sessionFor } from '../open.js';

/** Keeps the embedded server and its worker up. */
export const devCommand: CommandBody = {
  count: [0, 0],
  flags: SERVER_FLAGS,
  example: 'juicer dev',
  async run(args, out) {
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      out.data(
        `address    ${session.address}\nWeb UI     ${session.uiUrl ?? 'unknown'}\ntask queue ${session.taskQueue}`,
        { schemaVersion: 1, address: session.address, web_ui: session.uiUrl, task_queue: session.taskQueue },
      );
      out.note('stop with Ctrl-C');
      await new Promise<void>((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
      });
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};
