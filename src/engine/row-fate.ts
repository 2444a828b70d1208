/** What became of one row, op by op. */
import type { QuarantineLine } from '../model/checkpoint.js';
import { readRecord } from '../storage/records.js';
import type { Table } from '../table/column.js';
import { rowAlone, rowPositions, statsOf, textOf, type StatOfRow } from '../table/row-lookup.js';
import { quarantineReason, rejectReason, type DropReason } from './drop-reason.js';
import { preparedOp } from './prepared.js';
import { quarantinedRows } from './quarantined.js';
import { runOp } from './run-op.js';
import { checkpointSlots } from './slots.js';
import { partitionRecord, standingTable, tableAfter, type LookedAt } from './standing.js';

/** What an op made of the row: −1 stands for reading it. `text`: after the op, null when the row has gone. */
export interface RowStep {
  op_index: number;
  op: string;
  fate: 'present' | 'changed' | 'rejected' | 'quarantined';
  text: string | null;
  /** All stats that the row had then or, when it was rejected, those for which it was. */
  stats: Record<string, StatOfRow> | null;
  /** The quarantine's word. */
  reason: string | null;
}

/** What became of a row. `pending`: its partition has not come to the end of the chain; `skipped`: it was left out. */
export interface RowFate {
  steps: RowStep[];
  end: 'kept' | 'rejected' | 'quarantined' | 'pending' | 'skipped';
  /** Its place among the rows that its partition came to, from 0, when it was kept. */
  place: number | null;
}

/**
 * Follows a row (by its input row number) through its partition's checkpoints; where one is missing, through the ops.
 * @throws JuicerError as tableAfter does.
 */
export async function rowFate(looked: LookedAt, row: number): Promise<RowFate> {
  const lines = quarantinedRows(looked).filter((line) => line.row === row);
  const reached = reachedOp(looked);
  const steps: RowStep[] = [];
  let alone: Table | null = null;
  for (let index = -1; index <= reached; index++) {
    const op = looked.plan.ops[index]?.name ?? 'partition';
    const line = lines.find((l) => (l.op_index ?? -1) === index);
    const next: Table | null = line ? null : await rowAfter(looked, index, { row, alone });
    steps.push({ op_index: index, op, ...told({ looked, row, index, line }, alone, next) });
    alone = next;
    if (!alone) break;
  }
  const last = steps.at(-1)?.fate;
  if (last === 'rejected' || last === 'quarantined') return { steps, end: last, place: null };
  if (partitionRecord(looked.store, looked.partition.id)?.status === 'skipped')
    return { steps, end: 'skipped', place: null };
  if (reached < looked.plan.ops.length - 1 || steps.length === 0)
    return { steps, end: 'pending', place: null };
  return { steps, end: 'kept', place: await placeOf(looked, row) };
}

/** Index of the furthest op that the partition has been through, −1 after reading; −2 before that. */
function reachedOp(looked: LookedAt): number {
  const { store, plan, partition } = looked;
  if (partitionRecord(store, partition.id)?.status === 'done') return plan.ops.length - 1;
  const slots = checkpointSlots(plan, partition).filter((slot) => readRecord(store, slot));
  return Math.max(-2, ...slots.map((slot) => slot.index));
}

/** The row alone after an op, null when it is not there any more. `alone`: as it was before. */
async function rowAfter(
  looked: LookedAt,
  index: number,
  { row, alone }: { row: number; alone: Table | null },
): Promise<Table | null> {
  const { plan } = looked;
  const op = plan.ops[index];
  const standing = op && alone ? await standingTable(looked, index) : (await tableAfter(looked, index)).table;
  const context = { textKey: plan.reader.text_key, batchSize: plan.batch_size, onRows: () => undefined };
  const table = standing ?? (op && alone ? runOp(alone, preparedOp(op), context).table : null);
  const position = table && rowPositions(table).get(row);
  return table && position ? rowAlone(table, position) : null;
}

interface Told {
  looked: LookedAt;
  row: number;
  index: number;
  line: QuarantineLine | undefined;
}

function told(
  { looked, row, index, line }: Told,
  before: Table | null,
  after: Table | null,
): Omit<RowStep, 'op' | 'op_index'> {
  const textKey = looked.plan.reader.text_key;
  const was = before && rowPositions(before).get(row);
  const is = after && rowPositions(after).get(row);
  if (is) {
    const text = textOf(is, textKey);
    const changed = was ? textOf(was, textKey) !== text : false;
    return { fate: changed ? 'changed' : 'present', text, stats: statsOf(is), reason: null };
  }
  const reason: DropReason | null = line
    ? quarantineReason(line)
    : was
      ? rejectReason(was, textKey, looked.plan.ops.slice(index, index + 1))
      : null;
  return {
    // Only reading takes a row that was not there before: its line in the quarantine cannot be read any more.
    fate: reason?.outcome ?? 'quarantined',
    text: null,
    stats: reason?.stats ?? null,
    reason: reason?.reason ?? null,
  };
}

async function placeOf(looked: LookedAt, row: number): Promise<number | null> {
  const { table } = await tableAfter(looked, looked.plan.ops.length - 1);
  const place = [...rowPositions(table).keys()].indexOf(row);
  return place === -1 ? null : place;
}
