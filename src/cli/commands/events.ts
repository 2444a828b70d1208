/** `juicer events`: the events of a run from Temporal's history, one JSON line each. */
import { runEvents } from '../../client/run-events.js';
import type { EventFilter } from '../../events/query.js';
import { EVENT_TYPES, type EventType, type JuicerEvent } from '../../model/event.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import { SERVER_FLAGS, type Args, type Command } from '../command.js';
import { sessionFor } from '../open.js';

/** Prints events; JSON lines unless `-o text` or `-o json` is asked for. */
export const eventsCommand: Command = {
  name: 'events',
  summary: 'print the events of a run, from the history or from its files',
  positionals: 'RUN',
  count: [1, 1],
  flags: {
    ...SERVER_FLAGS,
    type: { type: 'string', value: 'TYPE', help: 'only events of this type, e.g. OPERATION_ERROR' },
    partition: { type: 'string', value: 'N', help: 'only this partition' },
    op: { type: 'string', value: 'NAME', help: 'only this op' },
    since: { type: 'string', value: 'TIME', help: 'only from this time on (ISO, or epoch seconds)' },
    limit: { type: 'string', value: 'N', help: 'at most so many' },
  },
  example: 'juicer events demo-20261124-160000-1a2b --type OPERATION_ERROR',
  async run(args, out) {
    const filter = filterOf(args);
    const session = await sessionFor(args, out, { wantWorker: false });
    try {
      const events: JuicerEvent[] = [];
      for await (const event of runEvents(session, args.positionals[0] ?? '', filter)) {
        if (out.form === 'json') events.push(event);
        else if (args.text('output') === 'text') out.data(textOf(event), event);
        else process.stdout.write(`${JSON.stringify(event)}\n`);
      }
      if (out.form === 'json') out.data('', { schemaVersion: 1, events });
      return EXIT.done;
    } finally {
      await session.close();
    }
  },
};

function filterOf(args: Args): EventFilter {
  const type = args.text('type');
  const op = args.text('op');
  return {
    ...(type === undefined ? {} : { eventType: typeOf(type) }),
    ...(op === undefined ? {} : { operationName: op }),
    ...numberOf('partition', 'partitionId', args),
    ...numberOf('limit', 'limit', args),
    ...timeOf(args.text('since')),
  };
}

function typeOf(text: string): EventType {
  const found = EVENT_TYPES.find((t) => t === text.toUpperCase());
  if (found) return found;
  const [near] = nearest(text.toUpperCase(), EVENT_TYPES, 1);
  throw new JuicerError(
    'E_USAGE',
    `--type: there is no event type ${text}${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

function numberOf(flag: string, key: string, args: Args): Record<string, number> {
  const text = args.text(flag);
  if (text === undefined) return {};
  if (!/^\d+$/.test(text)) throw new JuicerError('E_USAGE', `--${flag}: ${text} is not a whole number`);
  return { [key]: Number(text) };
}

function timeOf(text: string | undefined): EventFilter {
  if (text === undefined) return {};
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (Number.isNaN(seconds))
    throw new JuicerError('E_USAGE', `--since: ${text} is not a time`, { hint: 'e.g. 2026-11-24T16:00:00Z' });
  return { startTime: seconds };
}

function textOf(event: JuicerEvent): string {
  const place = [event.partition_id === null ? '' : `p${event.partition_id}`, event.operation_name ?? '']
    .filter(Boolean)
    .join(' ');
  return `${new Date(event.timestamp * 1000).toISOString()} ${event.event_type} ${place} ${event.message}`.replace(
    / +/g,
    ' ',
  );
}
