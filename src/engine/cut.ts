/** Makes the file of one partition: reads its range, checks its hash, parses it, sets bad lines apart. */
import type { CheckpointRecord } from '../model/checkpoint.js';
import type { SetAside } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { FileForm } from '../model/file-form.js';
import type { Partition } from '../model/plan.js';
import { sourceRows } from '../input/source-rows.js';
import { tableCodec } from '../storage/formats/codec.js';
import { resultRecord } from '../storage/layout.js';
import { commitCheckpoint, loadFurthest, moveAside, type CheckpointSlot } from '../storage/records.js';
import { setAsideFiles } from '../storage/set-aside.js';
import type { Store } from '../storage/store.js';
import { tableRows } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import type { CutJob, SegmentOutcome } from './job.js';
import { badLines, refuseRows } from './quarantine.js';
import { checkpointSlots } from './slots.js';
import { withEndings } from './source-ending.js';
import { takeOver } from './take-over.js';

/** Runs a cut job: adopts the furthest valid record, this run's own or an earlier run's, or writes `partitions/partition_N`. */
export async function cut(
  job: CutJob,
  store: Store,
  onRows: (done: number) => void,
): Promise<SegmentOutcome> {
  const slots = checkpointSlots(job.plan, job.partition);
  const setAside = job.redoFrom === null ? [] : redoFrom(job, store, slots);
  const { loaded, setAside: damaged } = loadFurthest(store, slots);
  setAside.push(...damaged);
  const standing = loaded ? slots.findIndex((slot) => slot.index === loaded.record.index) + 1 : 0;
  const taken = job.redoFrom === null ? await takeOver({ job, store, slots, standing }) : null;
  setAside.push(...(taken?.setAside ?? []));
  const record = taken?.record ?? loaded?.record;
  const reused = taken ? { reused: taken.reused } : {};
  if (record) {
    return {
      outcome: 'adopted',
      loaded_from: record.index,
      record,
      ops: record.ops,
      ledger: record.ledger,
      set_aside: setAside,
      ...reused,
    };
  }
  const made = await makePartition(job, store, onRows);
  const ledger = made.record.ledger;
  return {
    outcome: made.adopted ? 'adopted' : 'made',
    loaded_from: null,
    record: made.record,
    ops: [],
    ledger,
    set_aside: [...setAside, ...made.setAside],
    ...reused,
  };
}

/** Sets aside what is to be made again, the partition's end first: without it nobody takes the rest for finished. */
function redoFrom(job: CutJob, store: Store, slots: readonly CheckpointSlot[]): SetAside[] {
  const reason = 'it is made again, as was asked for';
  const end = setAsideFiles(store, [resultRecord(job.partition.id)], reason);
  const later = slots.filter((slot) => slot.index >= (job.redoFrom ?? 0)).toReversed();
  return [...end, ...later.flatMap((slot) => moveAside(store, slot, reason))];
}

/** Reads the input and commits the partition's file and record. */
export async function makePartition(
  job: Omit<CutJob, 'kind' | 'redoFrom'>,
  store: Store,
  onRows: (done: number) => void,
): Promise<ReturnType<typeof commitCheckpoint>> {
  const { plan, partition } = job;
  const textKey = plan.reader.text_key;
  const planned = job.inputs && { runId: plan.run_id, inputs: job.inputs };
  const source = await sourceRows(partition, { contents: store, textKey, planned });
  const { bytes, rowStart } = source;
  const parsed = parseJsonl(bytes, { textKey, rowStart, onProgress: onRows });
  const table = withEndings(parsed.table, partition, plan.reader.add_suffix);
  if (parsed.lines !== partition.rows) throw miscounted(partition, parsed.lines);
  const context = { runId: plan.run_id, partition, attempt: job.attempt };
  const quarantine = badLines(parsed.bad, source, context);
  if (plan.reader.on_row_error === 'fail') refuseRows(quarantine);
  const ledger = ledgerOf(tableRows(table), parsed.bad.length);
  const slot = checkpointSlots(plan, partition)[0];
  if (!slot) throw new JuicerError('E_INTERNAL', 'a plan has no slot for its partition');
  return commitCheckpoint(store, {
    slot,
    bytes: await tableCodec(plan.storage).encode(table),
    quarantine,
    record: {
      ...recordBase(job, plan.storage),
      index: -1,
      name: 'partition',
      version: 1,
      params: {},
      rows_in: ledger.rows_in,
      rows_out: ledger.rows_out,
      ops: [],
      ledger,
    },
  });
}

function ledgerOf(rows: number, bad: number): Ledger {
  return { ...emptyLedger(), rows_in: rows + bad, rows_out: rows, quarantined: bad };
}

/** The part of a record that all checkpoints of an attempt share. */
export function recordBase(
  { plan, partition, attempt }: Pick<CutJob, 'plan' | 'partition' | 'attempt'>,
  { format, engine, compression }: FileForm,
): Pick<
  CheckpointRecord,
  'schema_version' | 'run_id' | 'partition' | 'format' | 'engine' | 'compression' | 'created_at' | 'attempt'
> {
  return {
    schema_version: 1,
    run_id: plan.run_id,
    partition: partition.id,
    format,
    engine,
    compression,
    created_at: new Date().toISOString(),
    attempt,
  };
}

/** Scan and reader must agree on what a row is: the numbers of all rows behind depend on it. */
function miscounted({ id, rows }: Partition, lines: number): JuicerError {
  return new JuicerError('E_INTERNAL', `partition ${id} was cut with ${rows} rows and read with ${lines}`);
}
