/** Looks events up: in the files of a run, and by type, partition, op and time in any sequence of them. */
import path from 'node:path';
import type { EventType, JuicerEvent } from '../model/event.js';
import { entriesIn } from '../storage/files.js';
import { fileLines } from './file-lines.js';
import { RUN_FILES } from '../storage/layout.js';

/** What to look for; what is absent does not matter. Times are epoch seconds, both ends included. */
export interface EventFilter {
  /** One type, or any of several. */
  eventType?: EventType | readonly EventType[];
  partitionId?: number;
  /** Name of an op or a step; a segment of several ops is found by each of their names. */
  operationName?: string;
  startTime?: number;
  endTime?: number;
  /** Number of the attempt, from 1. */
  attempt?: number;
  /** At most so many, from the first on. */
  limit?: number;
}

/** The events that match, in the order in which they come. */
export async function* filterEvents(
  events: AsyncIterable<JuicerEvent> | Iterable<JuicerEvent>,
  filter: EventFilter,
): AsyncGenerator<JuicerEvent> {
  let left = filter.limit ?? Infinity;
  if (left <= 0) return;
  for await (const event of events) {
    if (!matches(event, filter)) continue;
    yield event;
    if (--left <= 0) return;
  }
}

/**
 * The events in the log of a run's folder, the rotated files first; nothing when there is none. A line that is no JSON
 * object, like the half one of a copy that was interrupted, is left out.
 */
export async function* readEventLog(dir: string): AsyncGenerator<JuicerEvent> {
  for (const file of logFiles(dir)) {
    for await (const line of fileLines(file)) {
      const event = parseEvent(line);
      if (event) yield event;
    }
  }
}

/** The same without what was going on when the log broke off: of a run that nobody follows any more. */
export async function* loggedEvents(dir: string): AsyncGenerator<JuicerEvent> {
  for await (const event of readEventLog(dir)) if (!event.provisional) yield event;
}

function matches(event: JuicerEvent, filter: EventFilter): boolean {
  const { eventType, partitionId, operationName, startTime, endTime, attempt } = filter;
  if (eventType !== undefined && ![eventType].flat().includes(event.event_type)) return false;
  if (attempt !== undefined && event.attempt !== attempt) return false;
  if (partitionId !== undefined && event.partition_id !== partitionId) return false;
  if (operationName !== undefined && !names(event).includes(operationName)) return false;
  return event.timestamp >= (startTime ?? -Infinity) && event.timestamp <= (endTime ?? Infinity);
}

function names(event: JuicerEvent): unknown[] {
  const { ops } = event.metadata;
  return [event.operation_name, ...(Array.isArray(ops) ? (ops as unknown[]) : [])];
}

/** Files of the log of a run's folder, the oldest first; none when there is no log. */
export function logFiles(dir: string): string[] {
  const base = path.join(dir, RUN_FILES.events);
  const folder = path.dirname(base);
  const numbers = entriesIn(folder).flatMap(({ name }) => {
    const match = /^processing_events\.jsonl(?:\.(\d+))?$/.exec(name);
    return match ? [Number(match[1] ?? 0)] : [];
  });
  return numbers.sort((a, b) => b - a).map((n) => (n === 0 ? base : `${base}.${n}`));
}

/** The events of a piece of a log; a line that is no JSON object is left out. */
export function parseLines(text: string): JuicerEvent[] {
  return text.split('\n').flatMap((line) => parseEvent(line) ?? []);
}

/** The event of a line; null when it is no JSON object with a type. */
export function parseEvent(line: string): JuicerEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'event_type' in value
      ? (value as JuicerEvent)
      : null;
  } catch {
    // Promised above: a damaged line is left out.
    return null;
  }
}
