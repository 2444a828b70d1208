/** Joins streams of lines, each in canonical order, into one in that order. */
import type { JuicerEvent } from '../model/event.js';
import { compareEvents } from './lines.js';

/** All lines of all streams. The first line of each stream is read in the order in which the streams are given. */
export async function* mergeLines(
  streams: readonly AsyncIterable<JuicerEvent>[],
): AsyncGenerator<JuicerEvent> {
  const heads: { line: JuicerEvent; rest: AsyncIterator<JuicerEvent> }[] = [];
  for (const stream of streams) {
    const rest = stream[Symbol.asyncIterator]();
    const { value, done } = await rest.next();
    if (!done) heads.push({ line: value, rest });
  }
  while (heads.length > 0) {
    const next = heads.reduce((least, head) => (compareEvents(head.line, least.line) < 0 ? head : least));
    yield next.line;
    const { value, done } = await next.rest.next();
    if (done) heads.splice(heads.indexOf(next), 1);
    else next.line = value;
  }
}
