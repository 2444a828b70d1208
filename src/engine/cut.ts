/** Makes the file of one partition: reads its range, checks its hash, parses it, sets bad lines apart. */
import path from 'node:path';
import type { CheckpointRecord } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import { emptyLedger, type Ledger } from '../model/ledger.js';
import type { Partition, Plan } from '../model/plan.js';
import { tableCodec } from '../storage/formats/codec.js';
import { sha256 } from '../storage/json-file.js';
import { localStore } from '../storage/local-store.js';
import { commitCheckpoint, loadFurthest } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { tableRows } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import type { CutJob, SegmentOutcome } from './job.js';
import { badLines } from './quarantine.js';
import { checkpointSlots } from './slots.js';

/** Runs a cut job: adopts the furthest valid record, or writes `partitions/partition_N.parquet`. */
export async function cut(
  job: CutJob,
  store: Store,
  onRows: (done: number) => void,
): Promise<SegmentOutcome> {
  const slots = checkpointSlots(job.plan, job.partition);
  const { loaded, setAside } = loadFurthest(store, slots);
  if (loaded) {
    const { record } = loaded;
    return {
      outcome: 'adopted',
      loaded_from: record.index,
      record,
      ops: record.ops,
      ledger: record.ledger,
      set_aside: setAside,
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
  };
}

/** Reads the input and commits the partition's file and record. */
export async function makePartition(
  job: Omit<CutJob, 'kind'>,
  store: Store,
  onRows: (done: number) => void,
): Promise<ReturnType<typeof commitCheckpoint>> {
  const { plan, partition } = job;
  const bytes = readSource(partition);
  const source = partition.sources[0];
  const parsed = parseJsonl(bytes, {
    textKey: plan.reader.text_key,
    rowStart: source?.row_start ?? 0,
    fileStart: source?.byte_start === 0,
    onProgress: onRows,
  });
  const ledger = ledgerOf(tableRows(parsed.table), parsed.bad.length);
  const slot = checkpointSlots(plan, partition)[0];
  if (!slot) throw new JuicerError('E_INTERNAL', 'a plan has no slot for its partition');
  const context = { runId: plan.run_id, partition, attempt: job.attempt };
  return commitCheckpoint(store, {
    slot,
    bytes: await tableCodec(plan.storage.engine).encode(parsed.table, {
      compression: plan.storage.compression,
    }),
    quarantine: badLines(parsed.bad, bytes, context),
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

function readSource(partition: Partition): Uint8Array {
  const parts = partition.sources.map((s) =>
    localStore(path.dirname(s.file)).read(path.basename(s.file), { start: s.byte_start, end: s.byte_end }),
  );
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  if (sha256(bytes) !== partition.sha256) {
    const files = partition.sources.map((s) => s.file).join(', ');
    throw new JuicerError('E_INPUT_CHANGED', `input file ${files} has changed since the run was planned`, {
      hint: 'put the file back as it was and resume, or start a new run',
    });
  }
  return bytes;
}
