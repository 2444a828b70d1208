/** Makes the file of one partition: reads its range, checks its hash, parses it, sets bad lines apart. */
import path from 'node:path';
import type { CheckpointRecord } from '../model/checkpoint.js';
import type { SetAside } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { InputFile, Partition, Plan, SourceRange } from '../model/plan.js';
import { contentChanged } from '../input/change.js';
import { tableCodec } from '../storage/formats/codec.js';
import { sha256 } from '../storage/json-file.js';
import { localStore } from '../storage/local-store.js';
import { resultRecord } from '../storage/layout.js';
import { commitCheckpoint, loadFurthest, moveAside, type CheckpointSlot } from '../storage/records.js';
import { setAsideFiles } from '../storage/set-aside.js';
import type { Store } from '../storage/store.js';
import { tableRows } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import type { CutJob, SegmentOutcome } from './job.js';
import { badLines, refuseRows } from './quarantine.js';
import { checkpointSlots } from './slots.js';
import { takeOver } from './take-over.js';

/** Runs a cut job: adopts the furthest valid record, this run's own or an earlier run's, or writes `partitions/partition_N.parquet`. */
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
  const taken = job.redoFrom === null ? takeOver({ job, store, slots, standing }) : null;
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
  const bytes = readSource(partition, job.input && { runId: plan.run_id, input: job.input });
  const source = partition.sources[0];
  const parsed = parseJsonl(bytes, {
    textKey: plan.reader.text_key,
    rowStart: source?.row_start ?? 0,
    fileStart: source?.byte_start === 0,
    onProgress: onRows,
  });
  const context = { runId: plan.run_id, partition, attempt: job.attempt };
  const quarantine = badLines(parsed.bad, bytes, context);
  if (plan.reader.on_row_error === 'fail') refuseRows(quarantine);
  const ledger = ledgerOf(tableRows(parsed.table), parsed.bad.length);
  const slot = checkpointSlots(plan, partition)[0];
  if (!slot) throw new JuicerError('E_INTERNAL', 'a plan has no slot for its partition');
  return commitCheckpoint(store, {
    slot,
    bytes: await tableCodec(plan.storage.engine).encode(parsed.table, {
      compression: plan.storage.compression,
    }),
    quarantine,
    record: {
      ...recordBase(plan, partition, job.attempt),
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
  plan: Plan,
  partition: Partition,
  attempt: number,
): Pick<
  CheckpointRecord,
  'schema_version' | 'run_id' | 'partition' | 'format' | 'engine' | 'compression' | 'created_at' | 'attempt'
> {
  return {
    schema_version: 1,
    run_id: plan.run_id,
    partition: partition.id,
    format: plan.storage.format,
    engine: plan.storage.engine,
    compression: plan.storage.compression,
    created_at: new Date().toISOString(),
    attempt,
  };
}

/** The input file as a run was planned with it: what an error about it has to say. */
interface PlannedInput {
  runId: string;
  input: InputFile;
}

/**
 * The bytes of a partition's ranges, in order.
 * @throws JuicerError E_INPUT_CHANGED when they are not those that were planned with, E_IO when they cannot be read.
 */
export function readSource(partition: Partition, planned?: PlannedInput): Uint8Array {
  const parts = partition.sources.map((s) => readRange(s) ?? new Uint8Array(0));
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  if (sha256(bytes) === partition.sha256) return bytes;
  if (planned) throw contentChanged({ ...planned, partition });
  const files = partition.sources.map((s) => s.file).join(', ');
  throw new JuicerError('E_INPUT_CHANGED', `input file ${files} has changed since the run was planned`, {
    hint: 'put the file back as it was and resume, or start a new run',
  });
}

/** Null when the file is shorter by now: that is a change of the input, not a failure to read it. */
function readRange({ file, byte_start, byte_end }: SourceRange): Uint8Array | null {
  const store = localStore(path.dirname(file));
  const name = path.basename(file);
  const size = store.size(name);
  return size !== null && size < byte_end ? null : store.read(name, { start: byte_start, end: byte_end });
}
