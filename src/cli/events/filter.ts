/** The filters of `juicer events`, from its flags. */
import type { EventFilter } from '../../events/query.js';
import { EVENT_TYPES, type EventType } from '../../model/event.js';
import { JuicerError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import type { Args, Flag } from '../command.js';

/** What an event is chosen by. */
export const FILTER_FLAGS: Record<string, Flag> = {
  type: { type: 'string', value: 'TYPE,...', help: 'only events of these types, e.g. OPERATION_ERROR' },
  partition: { type: 'string', value: 'N', help: 'only this partition' },
  op: { type: 'string', value: 'NAME', help: 'only this op' },
  attempt: { type: 'string', value: 'N', help: 'only this attempt, from 1' },
  since: { type: 'string', value: 'TIME', help: 'only from this time on (ISO, or epoch seconds)' },
  until: { type: 'string', value: 'TIME', help: 'only up to this time' },
  limit: { type: 'string', value: 'N', help: 'at most so many' },
};

/**
 * The filter that the flags name.
 * @throws JuicerError E_USAGE.
 */
export function filterFrom(args: Args): EventFilter {
  const types = args.text('type')?.split(',').map(typeOf);
  const op = args.text('op');
  return {
    ...(types === undefined ? {} : { eventType: types }),
    ...(op === undefined ? {} : { operationName: op }),
    ...numberOf('partition', 'partitionId', args),
    ...numberOf('attempt', 'attempt', args),
    ...numberOf('limit', 'limit', args),
    ...timeOf('since', 'startTime', args),
    ...timeOf('until', 'endTime', args),
  };
}

function typeOf(text: string): EventType {
  const name = text.trim().toUpperCase();
  const found = EVENT_TYPES.find((t) => t === name);
  if (found) return found;
  const [near] = nearest(name, EVENT_TYPES, 1);
  throw new JuicerError(
    'E_USAGE',
    `--type: there is no event type ${text}${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

function numberOf(flag: string, key: keyof EventFilter, args: Args): EventFilter {
  const text = args.text(flag);
  if (text === undefined) return {};
  if (!/^\d+$/.test(text)) throw new JuicerError('E_USAGE', `--${flag}: ${text} is not a whole number`);
  return { [key]: Number(text) };
}

function timeOf(flag: string, key: 'startTime' | 'endTime', args: Args): EventFilter {
  const text = args.text(flag);
  if (text === undefined) return {};
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (Number.isNaN(seconds))
    throw new JuicerError('E_USAGE', `--${flag}: ${text} is not a time`, {
      hint: 'e.g. 2026-11-24T16:00:00Z',
    });
  return { [key]: seconds };
}
