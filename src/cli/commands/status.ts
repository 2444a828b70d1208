/** `juicer status`: how a run stands, also without a worker and, from its files, without a server that knows it. */
import { exitCodeOf, runHandle, type RunInfo } from '../../client/run-handle.js';
import type { RunStatusAnswer } from '../../model/steering.js';
import { EXIT } from '../../model/errors.js';
import { tallyEvents } from '../../events/tally.js';
import { summaryOf } from '../../report/numbers/performance.js';
import { reportOf } from '../../report/numbers/report.js';
import { statusOf } from '../../report/numbers/status.js';
import { SERVER_FLAGS, type CommandBody } from '../command.js';
import { runSource, type RunSource } from '../look/run-source.js';
import { sessionFor } from '../open.js';
import type { Output } from '../output.js';
import { printable } from '../printable.js';
import { runUrl } from '../start-note.js';
import { addedText, tellVerdict } from '../verdict-text.js';

/** Shows one run. */
export const statusCommand: CommandBody = {
  count: [1, 1],
  flags: { ...SERVER_FLAGS, report: { type: 'boolean', help: 'the report over its events instead' } },
  example: 'juicer status demo-20261124-160000-1a2b -o json',
  async run(args, out) {
    const session = await sessionFor(args, out, { wantWorker: false });
    try {
      if (args.on('report'))
        return await tellReport(await runSource(session, args.positionals[0] ?? ''), out);
      const handle = runHandle(session, args.positionals[0] ?? '');
      const info = await handle.info();
      if (info.state === 'completed' || info.state === 'failed' || info.state === 'cancelled') {
        const verdict = await handle.result();
        tellVerdict(handle.runId, verdict, out);
        return exitCodeOf(verdict) === EXIT.doneWithLosses ? EXIT.done : exitCodeOf(verdict);
      }
      const status = info.state === 'running' ? await handle.status(3000) : null;
      const url = runUrl(session, handle.runId);
      out.data(textOf(info, status, url), { schemaVersion: 1, ...info, status, web_ui: url });
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};

/** Rows, ops, resources and troubles, by the events. */
async function tellReport({ runId, events }: RunSource, out: Output): Promise<number> {
  const tally = await tallyEvents(events());
  const text = reportOf(tally).split('\n').map(printable).join('\n');
  out.data(`run         ${runId}\n${text}`, {
    schemaVersion: 1,
    run_id: runId,
    status: statusOf(tally),
    performance: summaryOf(tally),
  });
  return EXIT.done;
}

function textOf(info: RunInfo, status: RunStatusAnswer | null, url: string | null): string {
  const lines = [
    `run        ${info.run_id}`,
    `state      ${info.state}`,
    `started    ${info.started_at.toISOString()}`,
    `folder     ${info.memo.dir}`,
  ];
  if (status) {
    const { counts } = status;
    lines.push(`phase      ${status.status}`);
    lines.push(
      `partitions ${counts.completed} of ${counts.partitions} done, ${counts.active} open (at most ${status.window}), ${counts.failed} failed, ${counts.parked} parked, ${counts.skipped} skipped`,
    );
    lines.push(
      `rows       ${status.rows} in, ${counts.ledger.rows_out} kept so far, ${counts.ledger.rejected} rejected, ${counts.ledger.quarantined} quarantined${addedText(counts.ledger)}`,
    );
    for (const { partition, failure } of status.parked.slice(0, 10))
      lines.push(`parked     partition ${partition} at ${failure.op ?? 'start'}: ${failure.message}`);
  } else if (info.state === 'running')
    lines.push('phase      no worker answers now (juicer resume or juicer dev starts one)');
  if (url) lines.push(`Web UI     ${url}`);
  return lines.join('\n');
}
