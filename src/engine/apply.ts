/** Runs segments over one partition, from the furthest valid record up to the segment that is asked for. */
import type { CheckpointRecord, OpCount } from '../model/checkpoint.js';
import type { SetAside } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { chainLedgers } from '../model/ledger.js';
import type { Segment } from '../model/plan.js';
import { faultPoint } from '../storage/fault.js';
import { tableCodec } from '../storage/formats/codec.js';
import {
  commitCheckpoint,
  loadFurthest,
  type CheckpointSlot,
  type LoadedCheckpoint,
} from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { Table } from '../table/column.js';
import { makePartition, recordBase } from './cut.js';
import type { ApplyJob, SegmentOutcome } from './job.js';
import { preparedOp } from './prepared.js';
import { failedRows } from './quarantine.js';
import { runOp } from './run-op.js';
import { checkpointSlots } from './slots.js';

/** Reports progress: rows done and the op at work. */
export type OnOpRows = (done: number, opIndex: number) => void;

/**
 * Runs an apply job. When the record asked for is valid already it is adopted; when an earlier one is damaged or
 * missing, the segments before are made again, from the input if need be.
 */
export async function apply(job: ApplyJob, store: Store, onRows: OnOpRows): Promise<SegmentOutcome> {
  const slots = checkpointSlots(job.plan, job.partition).slice(0, job.segment.index + 2);
  const { loaded, setAside } = loadFurthest(store, slots);
  if (loaded && loaded.record.index === job.segment.to) return adopted(loaded, setAside);
  const start = loaded ?? (await fromInput(job, store, slots, setAside));
  let table = await tableCodec(start.record.engine).decode(start.bytes);
  const records: CheckpointRecord[] = [];
  for (const segment of segmentsAfter(job, start.record.index)) {
    const done = await runSegment(job, segment, { store, table, onRows });
    setAside.push(...done.setAside);
    records.push(done.record);
    table = done.table;
  }
  const record = records.at(-1);
  if (!record) throw new JuicerError('E_INTERNAL', `segment ${job.segment.index} has nothing to run`);
  const ops = records.flatMap((r) => r.ops);
  return {
    outcome: 'made',
    loaded_from: loaded ? loaded.record.index : null,
    record,
    ops,
    ledger: chainLedgers(ops),
    set_aside: setAside,
  };
}

function adopted({ record }: LoadedCheckpoint, setAside: SetAside[]): SegmentOutcome {
  return {
    outcome: 'adopted',
    loaded_from: record.index,
    record,
    ops: record.ops,
    ledger: record.ledger,
    set_aside: setAside,
  };
}

async function fromInput(
  job: ApplyJob,
  store: Store,
  slots: CheckpointSlot[],
  setAside: SetAside[],
): Promise<LoadedCheckpoint> {
  const made = await makePartition(job, store, () => undefined);
  setAside.push(...made.setAside);
  const { loaded } = loadFurthest(store, slots.slice(0, 1));
  if (!loaded) throw new JuicerError('E_IO', `${made.record.file} cannot be read back as it was written`);
  return loaded;
}

function segmentsAfter(job: ApplyJob, opIndex: number): Segment[] {
  return job.plan.segments.filter((s) => s.from > opIndex && s.index <= job.segment.index);
}

interface Scene {
  store: Store;
  table: Table;
  onRows: OnOpRows;
}

/** Runs one segment and commits its checkpoint. */
async function runSegment(
  job: ApplyJob,
  segment: Segment,
  scene: Scene,
): Promise<{ record: CheckpointRecord; table: Table; setAside: SetAside[] }> {
  const { plan, partition } = job;
  const slot = checkpointSlots(plan, partition)[segment.index + 1];
  const last = plan.ops[segment.to];
  if (!slot || !last) throw new JuicerError('E_INTERNAL', `segment ${segment.index} is not in the plan`);
  const { table, ops, quarantine } = runOps(job, segment, scene);
  const ledger = chainLedgers(ops);
  const committed = commitCheckpoint(scene.store, {
    slot,
    bytes: await tableCodec(plan.storage.engine).encode(table, { compression: plan.storage.compression }),
    quarantine,
    record: {
      ...recordBase(plan, partition, job.attempt),
      index: segment.to,
      name: last.name,
      version: last.version,
      params: last.params,
      rows_in: ledger.rows_in,
      rows_out: ledger.rows_out,
      ops,
      ledger,
    },
  });
  return { record: committed.record, table, setAside: committed.setAside };
}

function runOps(
  job: ApplyJob,
  segment: Segment,
  scene: Scene,
): { table: Table; ops: OpCount[]; quarantine: Uint8Array } {
  const { plan, partition, attempt } = job;
  const textKey = plan.reader.text_key;
  let table = scene.table;
  const quarantined: Uint8Array[] = [];
  const ops: OpCount[] = [];
  for (const op of plan.ops.slice(segment.from, segment.to + 1)) {
    faultPoint('op.start', `${slotName(job)}/op_${op.index}/attempt_${attempt}`);
    const started = performance.now();
    const onRows = (done: number): void => scene.onRows(done, op.index);
    const out = runOp(table, preparedOp(op), { textKey, batchSize: plan.batch_size, onRows });
    if (out.failed.length > 0) {
      quarantined.push(
        failedRows(out.failed, op, table.layouts, { runId: plan.run_id, partition, attempt, textKey }),
      );
    }
    table = out.table;
    ops.push({
      index: op.index,
      name: op.name,
      ...out.ledger,
      duration: (performance.now() - started) / 1000,
    });
  }
  return { table, ops, quarantine: Buffer.concat(quarantined) };
}

function slotName(job: ApplyJob): string {
  return `partition_${job.partition.id}`;
}
