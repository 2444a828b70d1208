/** Runs segments over one partition, from the furthest valid record up to the segment that is asked for. */
import type { CheckpointRecord, OpCount } from '../model/checkpoint.js';
import type { CleanedFiles, SetAside } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { chainLedgers } from '../model/ledger.js';
import type { Segment } from '../model/plan.js';
import { tableCodec } from '../storage/formats/codec.js';
import { removeOldFiles } from '../storage/old-files.js';
import {
  CLEANED,
  checkSlot,
  commitCheckpoint,
  loadFurthest,
  readRecord,
  type CheckpointSlot,
  type LoadedCheckpoint,
} from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { Table } from '../table/column.js';
import { makePartition, recordBase } from './cut.js';
import type { ApplyJob, SegmentOutcome } from './job.js';
import { runOps, type OnOpRows, type OpsOutcome } from './run-ops.js';
import { checkpointSlots } from './slots.js';
import { keepTrace } from './tracer-piece.js';

/**
 * Runs an apply job. When the record asked for is valid already it is adopted; when an earlier one is damaged or
 * missing, the segments before are made again, from the input if need be.
 */
export async function apply(job: ApplyJob, store: Store, onRows: OnOpRows): Promise<SegmentOutcome> {
  const slots = checkpointSlots(job.plan, job.partition).slice(0, job.segment.index + 2);
  const { loaded, setAside } = loadFurthest(store, slots);
  if (loaded && loaded.record.index === job.segment.to) return adopted(loaded, setAside);
  const start = loaded ?? (await fromInput(job, store, slots, setAside));
  const decoding = performance.now();
  let table = await tableCodec(start.record).decode(start.bytes);
  let checkpointMs = performance.now() - decoding;
  let record: CheckpointRecord | null = null;
  const ops: OpCount[] = [];
  const cleaned: CleanedFiles = { files: 0, bytes: 0 };
  for (const segment of segmentsAfter(job, start.record.index)) {
    const done = await runSegment(job, segment, { store, slots, table, onRows });
    ({ table, record } = done);
    setAside.push(...done.setAside);
    ops.push(...done.ops);
    checkpointMs += done.checkpointMs;
    cleaned.files += done.cleaned?.files ?? 0;
    cleaned.bytes += done.cleaned?.bytes ?? 0;
  }
  if (!record) throw new JuicerError('E_INTERNAL', `segment ${job.segment.index} has nothing to run`);
  return {
    outcome: 'made',
    loaded_from: loaded ? loaded.record.index : null,
    record,
    ops,
    ledger: chainLedgers(ops),
    set_aside: setAside,
    checkpoint_seconds: checkpointMs / 1000,
    ...(cleaned.files > 0 ? { cleaned } : {}),
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
  /** Those up to the segment that is asked for. */
  slots: readonly CheckpointSlot[];
  table: Table;
  onRows: OnOpRows;
}

interface SegmentDone {
  table: Table;
  /** Null where the record of an earlier attempt stands and only its rows were wanted. */
  record: CheckpointRecord | null;
  ops: OpCount[];
  setAside: SetAside[];
  cleaned: CleanedFiles | null;
  /** Time that writing the checkpoint took. */
  checkpointMs: number;
}

/**
 * Runs one segment and commits its checkpoint. On the way to the segment that is asked for a checkpoint whose file was
 * removed to make room is not written again.
 */
async function runSegment(job: ApplyJob, segment: Segment, scene: Scene): Promise<SegmentDone> {
  const { store, slots } = scene;
  const slot = slots[segment.index + 1];
  if (!slot) throw new JuicerError('E_INTERNAL', `segment ${segment.index} is not in the plan`);
  const asked = segment.index === job.segment.index;
  const onTheWay = !asked && checkSlot(store, slot) === CLEANED ? readRecord(store, slot) : null;
  const giveUp = (asked && job.giveUp) || onTheWay?.given_up === true;
  const { table, onRows } = scene;
  const out = await runOps(segment, { job, store, giveUp, table, onRows });
  if (onTheWay) return { ...out, record: null, setAside: [], cleaned: null, checkpointMs: 0 };
  const writing = performance.now();
  // Before the record: whoever finds that, finds the samples too.
  if (out.trace && !readRecord(store, slot)) keepTrace(store, slot, out.trace);
  const { record, setAside } = await commitSegment(job, { store, slot, segment, giveUp }, out);
  const checkpointMs = performance.now() - writing;
  const { cleanup, max_per_partition: keep } = job.plan.checkpoints;
  const cleaned = cleanup ? removeOldFiles(store, slots.slice(1, segment.index + 2), keep) : null;
  return { table: out.table, record, ops: record.ops, setAside, cleaned, checkpointMs };
}

async function commitSegment(
  { plan, partition, attempt }: ApplyJob,
  at: { store: Store; slot: CheckpointSlot; segment: Segment; giveUp: boolean },
  { table, ops, quarantine }: OpsOutcome,
): Promise<ReturnType<typeof commitCheckpoint>> {
  const last = plan.ops[at.segment.to];
  if (!last) throw new JuicerError('E_INTERNAL', `op ${at.segment.to} is not in the plan`);
  const ledger = chainLedgers(ops);
  const form = plan.storage.checkpoints ?? plan.storage;
  return commitCheckpoint(at.store, {
    slot: at.slot,
    bytes: await tableCodec(form).encode(table),
    quarantine,
    record: {
      ...recordBase({ plan, partition, attempt }, form),
      index: at.segment.to,
      name: last.name,
      version: last.version,
      params: last.params,
      rows_in: ledger.rows_in,
      rows_out: ledger.rows_out,
      ops,
      ledger,
      ...(at.giveUp ? { given_up: true as const } : {}),
    },
  });
}
