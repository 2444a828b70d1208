/** `logs/processing_events.jsonl`: written whole, filtered by level, rotated by size. */
import type { FileRef } from '../model/checkpoint.js';
import type { EventType, JuicerEvent } from '../model/event.js';
import type { EventLogging } from '../model/plan.js';
import { RUN_FILES, SCRATCH } from '../storage/layout.js';
import type { Store } from '../storage/store.js';

/** The settings of the log that matter for its files. */
export type LogFileOptions = Pick<EventLogging, 'log_level' | 'max_log_size_mb' | 'backup_count'>;

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;
const SPOOL = `${SCRATCH}/processing_events.jsonl`;
const PIECE = 1 << 20;

/** Level of a type: DEBUG, WARNING, ERROR for the types that end in it, else INFO. */
export function levelOf(type: EventType): EventLogging['log_level'] {
  if (type === 'DEBUG' || type === 'WARNING') return type;
  return type.endsWith('_ERROR') ? 'ERROR' : 'INFO';
}

/** Whether a log of this level has lines of this type. */
export function atLeast(level: EventLogging['log_level'], type: EventType): boolean {
  return LEVELS.indexOf(levelOf(type)) >= LEVELS.indexOf(level);
}

/**
 * Replaces the log by these events, those below the level left out. A file holds whole lines and at most
 * `max_log_size_mb` MiB; the newest lines are in the base file, older ones in `.1` … `.backup_count`, still older ones are
 * dropped. Gives the files and the number of lines that passed the level.
 */
export async function writeEventLog(
  store: Store,
  events: AsyncIterable<JuicerEvent>,
  options: LogFileOptions,
): Promise<{ files: FileRef[]; events: number }> {
  const spooled = await spool(store, events, options);
  const kept = spooled.starts.slice(-1 - options.backup_count);
  const files = kept.map((start, i) => {
    const end = kept[i + 1] ?? spooled.bytes;
    return copyRange(store, { start, end }, nameOf(kept.length - 1 - i));
  });
  removeOlder(store, kept.length);
  store.remove(SPOOL);
  return { files: files.reverse(), events: spooled.events };
}

/** `logs/processing_events.jsonl` for 0, `….jsonl.2` for 2. */
function nameOf(number: number): string {
  return number === 0 ? RUN_FILES.events : `${RUN_FILES.events}.${number}`;
}

/** Writes all lines to one scratch file; `starts` are the offsets at which the files to be begin. */
async function spool(
  store: Store,
  events: AsyncIterable<JuicerEvent>,
  options: LogFileOptions,
): Promise<{ starts: number[]; bytes: number; events: number }> {
  const limit = options.max_log_size_mb * 2 ** 20;
  const writer = store.writer(SPOOL);
  const starts = [0];
  let [bytes, begin, count] = [0, 0, 0];
  try {
    for await (const event of events) {
      if (!atLeast(options.log_level, event.event_type)) continue;
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      if (bytes > begin && bytes - begin + line.length > limit) {
        begin = bytes;
        starts.push(begin);
      }
      writer.append(line);
      bytes += line.length;
      count++;
    }
    writer.commit('replace');
  } catch (error) {
    writer.abort();
    throw error;
  }
  return { starts, bytes, events: count };
}

function copyRange(store: Store, range: { start: number; end: number }, name: string): FileRef {
  const writer = store.writer(name);
  try {
    for (let at = range.start; at < range.end; at += PIECE) {
      writer.append(store.read(SPOOL, { start: at, end: Math.min(range.end, at + PIECE) }));
    }
    const digest = writer.digest();
    writer.commit('replace');
    return { path: name, ...digest };
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** Rotated files of an earlier export with a number from `from` on. */
function removeOlder(store: Store, from: number): void {
  for (const name of store.list('logs')) {
    const number = /^processing_events\.jsonl\.(\d+)$/.exec(name)?.[1];
    if (number !== undefined && Number(number) >= from) store.remove(`logs/${name}`);
  }
}
