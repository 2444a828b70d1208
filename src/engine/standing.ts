/** The rows of a partition at any point of the chain, looked at without touching anything. */
import type { PartitionRecord } from '../model/checkpoint.js';
import type { Partition, Plan } from '../model/plan.js';
import { sourceRows } from '../input/source-rows.js';
import { tableCodec } from '../storage/formats/codec.js';
import { readIfWhole, unsealed } from '../storage/json-file.js';
import { resultRecord } from '../storage/layout.js';
import { checkSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { Table } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import { preparedOp } from './prepared.js';
import { runOp } from './run-op.js';
import { checkpointSlots } from './slots.js';
import { withEndings } from './source-ending.js';

/** A partition of a run whose files are read. */
export interface LookedAt {
  store: Store;
  plan: Plan;
  partition: Partition;
}

/** The rows of a partition at one point of the chain. */
export interface TableAt {
  table: Table;
  /** Op index of the file that they are from (−1: the partition's own); `input` when there was none. */
  start: number | 'input';
}

/**
 * The rows of a partition after an op (−1: as they were read): from its checkpoint or, where there is no valid one, worked
 * out from the furthest one before it, or from the input.
 * @throws JuicerError E_INPUT_CHANGED or E_IO when it has to be the input and that is not as it was; see preparedOp.
 */
export async function tableAfter(looked: LookedAt, opIndex: number): Promise<TableAt> {
  const { plan } = looked;
  const { table: found, start } = await furthestTable(looked, opIndex);
  let table = found;
  for (const op of plan.ops.slice(start === 'input' ? 0 : start + 1, opIndex + 1)) {
    const context = { textKey: plan.reader.text_key, batchSize: plan.batch_size, onRows: () => undefined };
    table = runOp(table, preparedOp(op), context).table;
  }
  return { table, start };
}

async function furthestTable(looked: LookedAt, opIndex: number): Promise<TableAt> {
  for (let index = opIndex; index >= -1; index--) {
    const table = await standingTable(looked, index);
    if (table) return { table, start: index };
  }
  return { table: await inputTable(looked), start: 'input' };
}

/** The rows after an op if a valid file holds them: its checkpoint or, after the last op, the result; else null. */
export async function standingTable(looked: LookedAt, opIndex: number): Promise<Table | null> {
  const { store, plan, partition } = looked;
  const slot = checkpointSlots(plan, partition).find(({ index }) => index === opIndex);
  const found = slot ? checkSlot(store, slot) : 'absent';
  if (typeof found === 'object') return tableCodec(found.record).decode(found.bytes);
  const result = opIndex === plan.ops.length - 1 ? resultBytes(looked) : null;
  return result && tableCodec(plan.storage).decode(result);
}

/** The bytes of the partition's result if they are those that its record names. */
function resultBytes({ store, partition }: LookedAt): Uint8Array | null {
  const record = partitionRecord(store, partition.id);
  return record?.status === 'done' ? readIfWhole(store, record.result) : null;
}

/** What a partition came to; null when it has not ended, or its record is damaged. */
export function partitionRecord(store: Store, partition: number): PartitionRecord | null {
  const name = resultRecord(partition);
  return store.size(name) === null ? null : unsealed<PartitionRecord>(store.read(name));
}

async function inputTable({ store, plan, partition }: LookedAt): Promise<Table> {
  const textKey = plan.reader.text_key;
  const { bytes, rowStart } = await sourceRows(partition, { contents: store, textKey });
  return withEndings(parseJsonl(bytes, { textKey, rowStart }).table, partition, plan.reader.add_suffix);
}
