/** P6 for partitions: every execution of a partition's workflow starts once and ends once, and the next has a reason. */
import { list, num, obj, str, type Json } from './json.js';
import type { Run } from './run.js';
import { isAbout, isLeftOut, isSetAside, place, type, type Wrong } from './story.js';

const ENDS = /^PARTITION_(COMPLETE|ERROR)$/;

/** How a partition stands by its last line, by the name that the final mapping gives it. */
const STATUS: Record<string, string> = {
  PARTITION_COMPLETE: 'done',
  PARTITION_ERROR: 'failed',
  PARTITION_PARKED: 'parked',
  WARNING: 'skipped',
  CANCELLED: 'cancelled',
};

/** Checks the lines of every partition that are about its workflows. `damaged`: partitions that were damaged from outside. */
export function checkPartitions(
  run: Run,
  events: readonly Json[],
  damaged: readonly number[],
  wrong: Wrong,
): void {
  for (const { id } of run.partitions) {
    const story = events.filter((e) => isAbout(e, id) || type(e) === 'PROCESSING_START');
    for (const lines of executions(story.filter(isLife)).values()) checkExecution(id, lines, wrong);
    checkStarts(id, story, damaged.includes(id), wrong);
    checkEnd(run, id, story.filter(isLife), wrong);
  }
}

/** Lines that begin or end a partition's workflow, or say what its end means. */
function isLife(event: Json): boolean {
  return (
    type(event) === 'PARTITION_START' ||
    type(event) === 'PARTITION_PARKED' ||
    isEnd(event) ||
    isLeftOut(event)
  );
}

function isEnd(event: Json): boolean {
  const own = event['partition_id'] !== null && event['operation_idx'] === null;
  return ENDS.test(type(event)) || (own && /^(CANCELLED|PAUSED)$/.test(type(event)));
}

function executions(story: readonly Json[]): Map<string, Json[]> {
  const found = new Map<string, Json[]>();
  for (const event of story) {
    const source = obj(event, 'source');
    const key = `${str(source, 'workflow_id')} ${str(source, 'run_id')}`;
    found.set(key, [...(found.get(key) ?? []), event]);
  }
  return found;
}

/** One start and one end, then what the end means. A decision to leave the partition out is neither. */
function checkExecution(id: number, lines: readonly Json[], wrong: Wrong): void {
  const starts = lines.filter((e) => type(e) === 'PARTITION_START').length;
  const ends = lines.filter(isEnd).length;
  const what = `partition ${id}: ${lines.map(type).join(', ')}`;
  if (starts === 0 && ends === 0 && lines.every(isLeftOut)) return;
  if (starts !== 1) wrong('partition-start', `${what}: ${starts} starts of one execution`);
  if (ends !== 1) wrong('partition-end', `${what}: ${ends} ends of one execution`);
  if (starts === 1 && ends === 1 && type(lines[0] ?? {}) !== 'PARTITION_START')
    wrong('partition-order', `${what}: an end comes before its start`);
  for (const [i, line] of lines.entries()) {
    const meaning = type(line) === 'PARTITION_PARKED' || isLeftOut(line);
    if (meaning && type(lines[i - 1] ?? {}) !== 'PARTITION_ERROR')
      wrong('partition-parked', `${what}: no error before what became of it`);
  }
}

/** Another execution comes after one that stopped at a checkpoint, in a new execution of the run, or because it was asked for. */
function checkStarts(id: number, story: readonly Json[], damaged: boolean, wrong: Wrong): void {
  let [started, ended, again] = [false, '', false];
  for (const event of story) {
    if (type(event) === 'PARTITION_START') {
      // A result that the merge found damaged is made again unasked.
      const reason = again || ended === 'PAUSED' || damaged;
      if (started && !reason) wrong('partition-again', `partition ${id} was started again after ${ended}`);
      [started, again] = [true, false];
    } else if (/^(RERUN|DECIDED)$/.test(type(event)) || isSetAside(event)) again = true;
    // A new execution of the run goes on with what is not done.
    else if (type(event) === 'PROCESSING_START') again ||= ended !== 'PARTITION_COMPLETE';
    else if (isEnd(event)) ended = type(event);
  }
}

/** The last line agrees with the final mapping; nothing is open any more when a run has ended or waits. */
function checkEnd(run: Run, id: number, story: readonly Json[], wrong: Wrong): void {
  const last = story.at(-1);
  const entry = list(run.finalMapping, 'partitions').find((p) => num(p, 'id') === id) ?? null;
  const status = str(entry, 'status');
  if (!['done', 'waiting'].includes(run.verdict) || !entry) return;
  const told = last ? (STATUS[type(last)] ?? 'open') : 'not_started';
  if (told !== status) wrong('partition-state', place(id, `is ${status}, its last line says ${told}`));
}
