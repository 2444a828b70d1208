/** P4 Little is redone: what a run did more than once, as its events tell. */
import { num, obj, str, type Json } from './json.js';
import { isAbout, isSetAside, redoneFrom, setAsideOp, type } from './story.js';
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
 * aside, is not repeated when it is done again. Kill tests assert that `repeatedRows` is 0 and that only ops in progress
 * are in the list.
 */
export function redoneOps(events: readonly Json[]): RedoneOp[] {
  const found = new Map<string, Work>();
  for (const event of events) {
    if (isSetAside(event) || redoneFrom(event) !== null) wantAgain(found.values(), event, events);
    else if (isWork(event)) count(found, event);
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

/** The ops that a line makes wanted again: a rerun those from its op on, a lost file those that it was made by. */
function wantAgain(work: Iterable<Work>, event: Json, events: readonly Json[]): void {
  const from = redoneFrom(event);
  for (const entry of work) {
    if (!isAbout(event, entry.partition)) continue;
    const { partition, op } = entry;
    const wanted = from === null ? isMadeFor(setAsideOp(event), { partition, op }, events) : op >= from;
    if (wanted) entry.made = 0;
  }
}

/** Whether an op has to be run to make a checkpoint again: it lies between that and the one before whose file is kept. */
function isMadeFor(
  checkpoint: number,
  { partition, op }: Pick<Work, 'partition' | 'op'>,
  events: readonly Json[],
): boolean {
  if (!(op <= checkpoint)) return false;
  const own = events.filter((e) => e['partition_id'] === partition);
  if (own.some((e) => type(e) === 'CHECKPOINT_CLEANUP')) return true;
  const saved = own.filter((e) => type(e) === 'CHECKPOINT_SAVE').map((e) => num(e, 'operation_idx'));
  return !saved.some((index) => index >= op && index < checkpoint);
}
