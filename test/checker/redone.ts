/** P4 Little is redone: what a run did more than once, as its events tell. */
import { num, obj, str, type Json } from './json.js';

/** An op that was started more than once on a partition. Rows are those that it takes in. */
export interface RedoneOp {
  partition: number;
  op: number;
  starts: number;
  completes: number;
  /** Rows of attempts that did not complete: upper bound, as if each had come to the last row. */
  interruptedRows: number;
  /** Rows of completed work that was done again. */
  repeatedRows: number;
}

/**
 * Ops made more than once, by partition and op. A completion that only adopted what stood there (metadata.outcome is
 * `adopted`, or `reused` when it came from another run) is no work. Kill tests assert that `repeatedRows` is 0 and that only ops in progress are in the list.
 */
export function redoneOps(events: readonly Json[]): RedoneOp[] {
  const found = new Map<string, RedoneOp & { rows: number; made: number }>();
  for (const event of events) {
    const type = str(event, 'event_type');
    if (type !== 'OPERATION_START' && type !== 'OPERATION_COMPLETE') continue;
    const [partition, op] = [num(event, 'partition_id'), num(event, 'operation_idx')];
    const key = `${partition} ${op}`;
    const none = {
      partition,
      op,
      starts: 0,
      completes: 0,
      interruptedRows: 0,
      repeatedRows: 0,
      rows: 0,
      made: 0,
    };
    const entry = found.get(key) ?? none;
    found.set(key, entry);
    if (type === 'OPERATION_START') entry.starts++;
    else {
      entry.completes++;
      const outcome = str(obj(event, 'metadata'), 'outcome');
      if (outcome !== 'adopted' && outcome !== 'reused') entry.made++;
      entry.rows = Math.max(entry.rows, num(obj(event, 'performance_metrics'), 'rows_in') || 0);
    }
  }
  return [...found.values()].flatMap(({ rows, made, ...entry }) => {
    if (entry.starts <= 1 && entry.completes <= 1) return [];
    const interrupted = Math.max(0, entry.starts - entry.completes) * rows;
    return [{ ...entry, interruptedRows: interrupted, repeatedRows: Math.max(0, made - 1) * rows }];
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
