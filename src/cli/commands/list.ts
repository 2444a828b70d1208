/** `juicer list`: the runs that the server knows, newest first. */
import type { RunMemo } from '../../client/run-handle.js';
import { EXIT } from '../../model/errors.js';
import { WORKFLOW_TYPES } from '../../model/ids.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { sessionFor } from '../open.js';

interface Row {
  run_id: string;
  state: string;
  started_at: string;
  project: string;
  dir: string;
}

/** Lists runs. */
export const listCommand: CommandBody = {
  count: [0, 0],
  flags: SERVER_FLAGS,
  example: 'juicer list -o jsonl',
  async run(args, out) {
    const session = await sessionFor(args, out, { wantWorker: false });
    try {
      const seen = new Map<string, Row>();
      for await (const w of session.client.workflow.list({
        query: `WorkflowType = "${WORKFLOW_TYPES.dataset}"`,
      })) {
        // One id may have several executions; the newest comes first.
        if (seen.has(w.workflowId)) continue;
        const memo = w.memo as unknown as RunMemo | undefined;
        const state = w.status.name.toLowerCase();
        seen.set(w.workflowId, {
          run_id: w.workflowId,
          state,
          started_at: w.startTime.toISOString(),
          project: memo?.project ?? '',
          dir: memo?.dir ?? '',
        });
      }
      const rows = [...seen.values()];
      if (out.form === 'jsonl') for (const row of rows) out.data('', row);
      else
        out.data(rows.map((r) => `${r.run_id}  ${r.state.padEnd(10)} ${r.started_at}  ${r.dir}`).join('\n'), {
          schemaVersion: 1,
          runs: rows,
        });
      if (rows.length === 0) out.note('no runs yet');
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};
