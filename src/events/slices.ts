/**
 * Slices: the lines of partitions' histories that an execution of the run has closed, kept as files so that the server's
 * retention cannot take them away, and so that nobody reads those histories twice (design §7).
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { JuicerEvent } from '../model/event.js';
import { fileLines } from './file-lines.js';
import { readJson, writeJson } from '../storage/json-file.js';
import { EVENT_SLICES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import type { Store } from '../storage/store.js';
import { ToldOps } from './told-ops.js';

const PIECE = 1 << 20;

/** What a slice holds: `logs/events/slice-0001.json`, beside the lines in `.jsonl`. */
export interface SliceRecord {
  schema_version: 1;
  slice: number;
  /** Run id of the execution that wrote it; its own lines are in the slice too. */
  execution: string;
  file: FileRef;
  lines: number;
  /** The partitions' executions whose lines are here, `<workflow id> <run id>` each. */
  covers: string[];
  /** The ops that the lines tell as completed, by partition. */
  completed: [number, number[]][];
}

/** The whole slices of a run's folder, by number. One that is missing or damaged is left out: history makes it again. */
export function readSlices(dir: string): SliceRecord[] {
  const store = storeAt(dir);
  return store
    .list(EVENT_SLICES)
    .filter((name) => /^slice-\d{4,}\.json$/.test(name))
    .sort()
    .flatMap((name) => usable(store, `${EVENT_SLICES}/${name}`) ?? []);
}

/** The lines of a slice, in canonical order. */
export async function* sliceLines(dir: string, { file }: SliceRecord): AsyncGenerator<JuicerEvent> {
  for await (const line of fileLines(path.join(dir, file.path))) yield JSON.parse(line) as JuicerEvent;
}

/** Writes the slice of an execution; if it has written one before, that gives way. `covers` is asked for at the end. */
export async function writeSlice(
  store: Store,
  lines: AsyncIterable<JuicerEvent>,
  o: { slice: number; execution: string; covers: () => string[] },
): Promise<SliceRecord> {
  const name = `${EVENT_SLICES}/slice-${String(o.slice).padStart(4, '0')}`;
  const writer = store.writer(`${name}.jsonl`);
  const told = new ToldOps();
  let count = 0;
  try {
    for await (const line of lines) {
      writer.append(Buffer.from(`${JSON.stringify(line)}\n`));
      told.note(line);
      count++;
    }
    const file = { path: `${name}.jsonl`, ...writer.digest() };
    // The record first goes: a record that names other bytes is one that does not hold.
    store.remove(`${name}.json`);
    writer.commit('replace');
    const { slice, execution } = o;
    const record: SliceRecord = {
      schema_version: 1,
      slice,
      execution,
      file,
      lines: count,
      covers: o.covers(),
      completed: told.entries(),
    };
    writeJson(store, `${name}.json`, record);
    return record;
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** The number for the slice of an execution: its own of before, or the next. */
export function sliceNumber(slices: readonly SliceRecord[], execution: string): number {
  const own = slices.find((s) => s.execution === execution);
  return own?.slice ?? Math.max(0, ...slices.map((s) => s.slice)) + 1;
}

/** What slices tell, so that later histories of the same partitions do not tell it again. */
export function toldBy(slices: readonly SliceRecord[]): { told: ToldOps; known: Set<string> } {
  const told = new ToldOps();
  for (const { completed } of slices) told.noteAll(completed);
  return { told, known: new Set(slices.flatMap((slice) => slice.covers)) };
}

/** The key under which a slice names an execution of a partition. */
export function coverKey(execution: { workflowId: string; runId: string }): string {
  return `${execution.workflowId} ${execution.runId}`;
}

function usable(store: Store, name: string): SliceRecord | null {
  try {
    const record = readJson<SliceRecord>(store, name);
    return record && isWhole(store, record.file) ? record : null;
  } catch (error) {
    // A damaged record, or one that cannot be read: what it names is read from history instead.
    if (error instanceof JuicerError) return null;
    throw error;
  }
}

function isWhole(store: Store, { path: name, bytes, sha256 }: FileRef): boolean {
  if (store.size(name) !== bytes) return false;
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; at += PIECE)
    hash.update(store.read(name, { start: at, end: Math.min(bytes, at + PIECE) }));
  return hash.digest('hex') === sha256;
}
