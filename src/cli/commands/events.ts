/** `juicer events`: the events of a run from Temporal's history, one JSON line each; also as they come. */
import { runEvents } from '../../client/run-events.js';
import type { Session } from '../../client/session.js';
import type { JuicerEvent } from '../../model/event.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { FILTER_FLAGS, filterFrom } from '../events/filter.js';
import { followEvents } from '../events/follow.js';
import { linePipe } from '../events/pipe.js';
import { rebuildLog } from '../events/rebuild.js';
import { eventText } from '../events/text.js';
import { sessionFor } from '../open.js';
import type { Output } from '../output.js';
import { printableJson } from '../printable.js';

/** Prints events; JSON lines unless `-o text` or `-o json` is asked for. */
export const eventsCommand: CommandBody = {
  count: [1, 1],
  flags: {
    ...SERVER_FLAGS,
    ...FILTER_FLAGS,
    follow: { type: 'boolean', short: 'f', help: 'as they come, until the run ends' },
    'no-provisional': { type: 'boolean', help: 'without what is going on now and not in history yet' },
    rebuild: { type: 'boolean', help: "write a finished run's event log again, from history" },
  },
  example: 'juicer events demo-20261124-160000-1a2b --type OPERATION_ERROR,OPERATION_RETRY --follow',
  async run(args, out) {
    const filter = filterFrom(args);
    if (args.on('rebuild') && args.on('follow'))
      throw new JuicerError('E_USAGE', '--rebuild and --follow exclude each other');
    const session = await sessionFor(args, out, { wantWorker: false });
    const runId = args.positionals[0] ?? '';
    try {
      if (args.on('rebuild')) return await rebuild(session, runId, out);
      if (out.form === 'json' && !args.on('follow')) return await asDocument(session, runId, { args, out });
      const pipe = linePipe(process.stdout);
      const text = args.text('output') === 'text' ? eventText : jsonLine;
      const provisional = !args.on('no-provisional');
      if (args.on('follow')) return await followEvents(session, { runId, filter, provisional, text }, pipe);
      for await (const event of runEvents(session, runId, filter))
        if ((provisional || !event.provisional) && !(await pipe.write(text(event)))) break;
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};

async function asDocument(
  session: Session,
  runId: string,
  { args, out }: { args: Args; out: Output },
): Promise<number> {
  const events: JuicerEvent[] = [];
  for await (const event of runEvents(session, runId, filterFrom(args)))
    if (!event.provisional || !args.on('no-provisional')) events.push(event);
  out.data('', { schemaVersion: 1, events });
  return EXIT.done;
}

async function rebuild(session: Session, runId: string, out: Output): Promise<number> {
  const { files, events } = await rebuildLog(session, runId);
  out.data(`${events} events written to ${files.join(', ')}`, {
    schemaVersion: 1,
    run_id: runId,
    files,
    events,
  });
  return EXIT.done;
}

/** As in the log, byte by byte; on a terminal nothing in it can act on that. */
function jsonLine(event: JuicerEvent): string {
  const json = JSON.stringify(event);
  return process.stdout.isTTY ? printableJson(json) : json;
}
