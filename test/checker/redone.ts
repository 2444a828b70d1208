/** P4 Little is redone: what a run did more than once, as its events tell. */
import { num, obj, str, type Json } from './json.js';
import { isSetAside, redoneFrom, setAsideOp, type } from './story.js';
import type { CheckOptions, Report } from './violation.js';

/** An op that was started more than once on a partition. Rows are those that it takes in. */
export interface RedoneOp {
  partition: number;
  op: number;
  starts: number;
  completes: number;
  /** Rows of attempts that did not complete: upper bound, as if each had come to the last row. */
  interruptedRows: number;
  /** Rows of completed work that was done again although nobody asked for it and no file was found damaged. */
  repeatedRows: number;
}

/** An op on a partition. `made`: how often it was worked out since it was last wanted again. */
interface Work extends RedoneOp {
  rows: number;
  made: number;
}

/**
 * Ops made more than once, by partition and op. A completion that only adopted what stood there (metadata.outcome is
 * `adopted`, or `reused` when it came from another run) is no work. Work that was asked for again, or whose file was set
 * aside or removed on purpose, is not repeated when it is done again. Kill tests assert that `repeatedRows` is 0 and that
 * only ops in progress are in the list.
 */
export function redoneOps(events: readonly Json[]): RedoneOp[] {
  const found = new Map<string, Work>();
  const asked = new Map<number, number>();
  for (const event of events) {
    const from = redoneFrom(event);
    const partition = num(event, 'partition_id');
    if (from !== null) asked.set(partition, Math.min(from, asked.get(partition) ?? Infinity));
    else if (isSetAside(event))
      wantAgain(found, partition, (op) => isMadeFor(setAsideOp(event), op, events, partition));
    else if (isCleanup(event)) wantAgain(found, null, () => true);
    else if (type(event) === 'PARTITION_START' && asked.has(partition)) {
      // Only now: until its workflow stopped, work went on as before.
      const first = lostFiles(events, partition) ? -1 : (asked.get(partition) ?? 0);
      wantAgain(found, partition, (op) => op >= first);
      asked.delete(partition);
    } else if (isWork(event)) count(found, event);
  }
  return [...found.values()].flatMap(({ rows, made: _made, ...entry }) => {
    const { starts, completes, repeatedRows } = entry;
    if (starts <= 1 && completes <= 1 && repeatedRows === 0) return [];
    return [{ ...entry, interruptedRows: Math.max(0, starts - completes) * rows }];
  });
}

/** Rows that were done more than once in the whole run: of interrupted attempts (upper bound) and of completed work. */
export function redoneRows(events: readonly Json[]): { interrupted: number; repeated: number } {
  const ops = redoneOps(events);
  return {
    interrupted: ops.reduce((sum, o) => sum + o.interruptedRows, 0),
    repeated: ops.reduce((sum, o) => sum + o.repeatedRows, 0),
  };
}

/** Finished work is done again only because it was asked for, or because its file was damaged. */
export function checkRedone(events: readonly Json[], options: CheckOptions, report: Report): void {
  for (const { partition, op, repeatedRows } of redoneOps(events)) {
    if (repeatedRows === 0 || options.damaged?.includes(partition)) continue;
    report('P4', 'redone', `op ${op} of partition ${partition} was finished and done again for no reason`);
  }
}

/** Starts and ends of ops, and the line that tells of an op run once more for the sake of a later one. */
function isWork(event: Json): boolean {
  const again = type(event) === 'INFO' && Number.isInteger(num(obj(event, 'metadata'), 'rows_in'));
  if (num(event, 'operation_idx') < 0) return false;
  return /^OPERATION_(START|COMPLETE)$/.test(type(event)) || (again && event['operation_idx'] !== null);
}

function count(found: Map<string, Work>, event: Json): void {
  const [partition, op] = [num(event, 'partition_id'), num(event, 'operation_idx')];
  const key = `${partition} ${op}`;
  const sums = { starts: 0, completes: 0, interruptedRows: 0, repeatedRows: 0, rows: 0, made: 0 };
  const entry = found.get(key) ?? { partition, op, ...sums };
  found.set(key, entry);
  if (type(event) === 'OPERATION_START') {
    entry.starts++;
    return;
  }
  if (type(event) === 'OPERATION_COMPLETE') entry.completes++;
  const outcome = str(obj(event, 'metadata'), 'outcome');
  const rows = num(obj(event, 'performance_metrics') ?? obj(event, 'metadata'), 'rows_in') || 0;
  entry.rows = Math.max(entry.rows, rows);
  if (outcome === 'adopted' || outcome === 'reused') return;
  if (entry.made++ > 0) entry.repeatedRows += rows;
}

/** Takes what was made of some ops of a partition (null: of all) as wanted again. */
function wantAgain(found: Map<string, Work>, partition: number | null, which: (op: number) => boolean): void {
  for (const entry of found.values())
    if ((partition === null || entry.partition === partition) && which(entry.op)) entry.made = 0;
}

/** Whether an op has to be run to make a checkpoint again: it lies between that and the one before whose file is kept. */
function isMadeFor(checkpoint: number, op: number, events: readonly Json[], partition: number): boolean {
  if (!(op <= checkpoint)) return false;
  if (lostFiles(events, partition)) return true;
  const own = events.filter((e) => e['partition_id'] === partition && type(e) === 'CHECKPOINT_SAVE');
  const saved = own.map((e) => num(e, 'operation_idx'));
  return !saved.some((index) => index >= op && index < checkpoint);
}

/** Whether checkpoint files of a partition were removed to make room: what they held has to be worked out again. */
function lostFiles(events: readonly Json[], partition: number): boolean {
  return events.some((e) => e['partition_id'] === partition && type(e) === 'CHECKPOINT_CLEANUP');
}

/** Whether a finished run removed its checkpoints, as the recipe said. */
function isCleanup(event: Json): boolean {
  const reason = str(obj(event, 'metadata'), 'reason');
  return type(event) === 'CHECKPOINT_CLEANUP' && event['partition_id'] === null && reason !== 'temporary';
}
