/** Takes rows through the chain again to learn the statistics of those that a filter dropped: checkpoints hold only the kept. */
import { setImmediate as turn } from 'node:timers/promises';
import { preparedOp } from '../../engine/prepared.js';
import { runBatch } from '../../engine/run-op.js';
import { RowCursor } from '../../engine/row-cursor.js';
import { checkpointSlots } from '../../engine/slots.js';
import { tableAfter } from '../../engine/standing.js';
import { JuicerError } from '../../model/errors.js';
import type { Partition, Plan } from '../../model/plan.js';
import type { StatValue } from '../../ops/define.js';
import type { PreparedFilter, PreparedOp } from '../../ops/run.js';
import { readRecord } from '../../storage/records.js';
import type { Store } from '../../storage/store.js';
import { tableRows, type Batch, type Table } from '../../table/column.js';
import { KeyLayoutSet } from '../../table/layout-set.js';
import { takeRows } from '../../table/select.js';
import { settleTexts } from '../../table/settle-texts.js';
import type { SamplePlan } from './filter-sample.js';
import { evenIndices } from './even-indices.js';

/** Rows between two turns of the event loop: a heartbeat must get through. */
const CHUNK = 250;

/** What a filter measured: one entry per row that reached it and did not make it throw. */
export interface Measured {
  op: PreparedFilter;
  index: number;
  stats: Record<string, StatValue>[];
  kept: boolean[];
}

/** The measures of every filter of the plan; `missed` counts partitions whose rows are not there any more. */
export interface Measures {
  filters: Measured[];
  missed: number;
}

/**
 * Measures a sample. Nothing is written.
 * @throws JuicerError as preparedOp does, when this installation cannot run an op of the plan.
 */
export async function measureFilters(store: Store, plan: Plan, sample: SamplePlan): Promise<Measures> {
  const last = plan.ops.findLastIndex((op) => op.kind === 'filter');
  const ops = plan.ops.slice(0, last + 1).map((planned) => preparedOp(planned));
  const filters = ops.flatMap((op, index): Measured[] =>
    op.kind === 'filter' ? [{ op, index, stats: [], kept: [] }] : [],
  );
  let missed = 0;
  for (const partition of filters.length === 0 ? [] : sample.partitions) {
    const table = await rowsOf({ store, plan, partition }, sample.rowsEach);
    if (!table) missed++;
    const layouts = new KeyLayoutSet(table?.layouts ?? []);
    for (const batch of table?.batches ?? []) {
      await turn();
      pass(batch, ops, { filters, textKey: plan.reader.text_key, layouts });
    }
  }
  return { filters, missed };
}

/** Some rows of a partition as they were read, in chunks; null when they cannot be had, or must not be worked on. */
async function rowsOf(
  looked: { store: Store; plan: Plan; partition: Partition },
  count: number,
): Promise<Table | null> {
  const { store, plan, partition } = looked;
  if (checkpointSlots(plan, partition).some((slot) => readRecord(store, slot)?.given_up)) return null;
  try {
    const { table } = await tableAfter(looked, -1);
    const wanted = evenIndices(tableRows(table), count);
    const batches = [...chunks(settleTexts(table, plan.reader.text_key).batches, wanted)];
    return { layouts: table.layouts, batches };
  } catch (error) {
    if (error instanceof JuicerError) return null;
    throw error;
  }
}

/** The wanted rows of some batches; `wanted` are places over all of them, rising. */
function* chunks(batches: readonly Batch[], wanted: readonly number[]): Generator<Batch> {
  let [start, next] = [0, 0];
  for (const batch of batches) {
    const end = start + batch.rows;
    let places: number[] = [];
    for (; next < wanted.length && (wanted[next] ?? end) < end; next++) {
      places.push((wanted[next] ?? 0) - start);
      if (places.length < CHUNK) continue;
      yield takeRows(batch, Uint32Array.from(places));
      places = [];
    }
    if (places.length > 0) yield takeRows(batch, Uint32Array.from(places));
    start = end;
  }
}

function pass(
  rows: Batch,
  ops: readonly PreparedOp[],
  { filters, ...context }: { filters: readonly Measured[]; textKey: string; layouts: KeyLayoutSet },
): void {
  let batch = rows;
  for (const [index, op] of ops.entries()) {
    if (batch.rows === 0) return;
    const filter = filters.find((f) => f.index === index);
    if (filter) batch = measure(batch, filter, context.textKey);
    else batch = runBatch(batch, op, { ...context, step: () => undefined, failed: [] });
  }
}

/** Notes the measures of a batch's rows; gives the rows that are kept. One that throws was quarantined in the run too. */
function measure(batch: Batch, filter: Measured, textKey: string): Batch {
  const cursor = new RowCursor(batch, textKey);
  const kept: number[] = [];
  for (let i = 0; i < batch.rows; i++) {
    const stats = measuredRow(filter.op, cursor.at(i));
    if (!stats) continue;
    const keep = filter.op.keep(stats);
    filter.stats.push(stats);
    filter.kept.push(keep);
    if (keep) kept.push(i);
  }
  return takeRows(batch, Uint32Array.from(kept));
}

function measuredRow(op: PreparedFilter, row: RowCursor): Record<string, StatValue> | null {
  try {
    return op.measure(row);
  } catch {
    // Promised above: it is among the quarantined rows, with its error.
    return null;
  }
}
