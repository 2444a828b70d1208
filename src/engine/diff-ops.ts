/** What some consecutive ops made of a partition: rows that went, texts that changed. */
import { rowPositions, textOf } from '../table/row-lookup.js';
import { quarantineReason, rejectReason, type DropReason } from './drop-reason.js';
import { quarantinedRows } from './quarantined.js';
import { tableAfter, type LookedAt, type TableAt } from './standing.js';

/** The difference between two points of the chain. `dropped` and `changed` hold at most as many as were asked for. */
export interface OpsDiff {
  rows_before: number;
  rows_after: number;
  dropped_rows: number;
  changed_rows: number;
  dropped: ({ row: number } & DropReason)[];
  changed: { row: number; before: string; after: string }[];
  from: TableAt;
  to: TableAt;
}

/** Compares the rows after op `from` with those after op `to`, a later one; `limit` bounds each list. */
export async function diffOps(
  looked: LookedAt,
  ops: { from: number; to: number },
  limit: number,
): Promise<OpsDiff> {
  const [from, to] = [await tableAfter(looked, ops.from), await tableAfter(looked, ops.to)];
  const [before, after] = [rowPositions(from.table), rowPositions(to.table)];
  const textKey = looked.plan.reader.text_key;
  const between = looked.plan.ops.slice(ops.from + 1, ops.to + 1);
  const quarantined = new Map(quarantinedRows(looked).map((line) => [line.row, line]));
  const diff = { dropped_rows: 0, changed_rows: 0, dropped: [], changed: [] } as Pick<
    OpsDiff,
    'dropped_rows' | 'changed_rows' | 'dropped' | 'changed'
  >;
  for (const [row, position] of before) {
    const then = after.get(row);
    if (!then) {
      if (diff.dropped_rows++ >= limit) continue;
      const line = quarantined.get(row);
      const reason = line ? quarantineReason(line) : rejectReason(position, textKey, between);
      diff.dropped.push({ row, ...reason });
      continue;
    }
    const texts = { before: textOf(position, textKey), after: textOf(then, textKey) };
    if (texts.before !== texts.after && diff.changed_rows++ < limit) diff.changed.push({ row, ...texts });
  }
  return { rows_before: before.size, rows_after: after.size, ...diff, from, to };
}
