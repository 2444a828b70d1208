/** What a run told and left, read by the tests themselves. */
import fs from 'node:fs';
import path from 'node:path';
import type { CommandResult } from './support.js';

/** One line of an event log, the fields that tests look at. */
export interface EventLine {
  event_type: string;
  timestamp: number;
  message: string;
  partition_id: number | null;
  operation_name: string | null;
  operation_idx: number | null;
  attempt: number | null;
  error_message: string | null;
  metadata: Record<string, unknown>;
  source: { workflow_id: string; run_id: string; event_id: number; index: number };
}

/** The id of the run that a command told of. */
export function runIdOf(result: CommandResult): string {
  return told(result, /^(?:started|attached|resumed|finished) run (\S+)$/m);
}

/** The folder of the run that a command told of. */
export function runDirOf(result: CommandResult): string {
  return told(result, /^work directory (.+)$/m);
}

function told({ stderr }: CommandResult, pattern: RegExp): string {
  const found = pattern.exec(stderr)?.[1];
  if (found === undefined) throw new Error(`nothing like ${pattern.source} in: ${stderr}`);
  return found;
}

/** The values of a text with one JSON value a line. */
export function jsonLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** A JSON file of a run. */
export function readJson<T>(dir: string, name: string): T {
  return JSON.parse(fs.readFileSync(path.join(dir, name), 'utf8')) as T;
}

/** The event log of a run, its rotated files left out. */
export function eventsOf(dir: string): EventLine[] {
  return jsonLines<EventLine>(fs.readFileSync(path.join(dir, 'logs/processing_events.jsonl'), 'utf8'));
}

/** Files below a folder of a run whose names end so, relative to the run's folder, in order. */
export function filesBelow(dir: string, ending: string): string[] {
  return fs
    .readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && e.name.endsWith(ending))
    .map((e) => path.relative(dir, path.join(e.parentPath, e.name)))
    .sort();
}

/** The good rows of the sample: those with exactly one text. */
export function goodSampleLines(sample: string): string[] {
  return sample
    .trimEnd()
    .split('\n')
    .filter((line) => typeof (JSON.parse(line) as { text?: unknown }).text === 'string');
}

/** How many things were going on at most at a time. */
export function mostAtATime(spans: readonly { from: number; to: number }[]): number {
  const steps = spans.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ]);
  // What ends at a moment ends before what begins at it.
  steps.sort((a, b) => a.at - b.at || a.step - b.step);
  let [now, most] = [0, 0];
  for (const { step } of steps) most = Math.max(most, (now += step));
  return most;
}
