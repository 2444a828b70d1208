/** What a run's records say of its checkpoints; the files themselves are not read. */
import { checkpointSlots } from '../engine/slots.js';
import type { CheckpointRecord } from '../model/checkpoint.js';
import type { Partition } from '../model/plan.js';
import { readRecord, type CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { OpenedRun } from './opened-run.js';

/**
 * How a checkpoint stands by its record: `recorded`: record and file are there and of one size; `cleaned`: the file was
 * removed on purpose; `missing` and `resized`: it is not there, or not of the size recorded; `foreign`: the record is
 * damaged or belongs to another recipe or input.
 */
export type CheckpointState = 'recorded' | 'cleaned' | 'missing' | 'resized' | 'foreign';

/** One checkpoint. The fields of the record are null when it cannot be used. */
export interface ListedCheckpoint {
  partition: number;
  /** Op index; −1 for the partition's own file. */
  index: number;
  name: string;
  rows: number | null;
  bytes: number | null;
  format: string | null;
  compression: string | null;
  created_at: string | null;
  state: CheckpointState;
  /** Path relative to the run's folder. */
  file: string;
}

/** The checkpoints of some partitions that have a record, in chain order. */
export function listCheckpoints(run: OpenedRun, partitions: readonly Partition[]): ListedCheckpoint[] {
  return partitions.flatMap((partition) =>
    checkpointSlots(run.plan, partition)
      .filter((slot) => run.store.size(`${slot.stem}.json`) !== null)
      .map((slot) => listed(run, partition.id, slot)),
  );
}

function listed(run: OpenedRun, partition: number, slot: CheckpointSlot): ListedCheckpoint {
  const { index } = slot;
  const record = readRecord(run.store, slot);
  return {
    partition,
    index,
    name: index === -1 ? 'partition' : (run.plan.ops[index]?.name ?? ''),
    rows: record?.rows_out ?? null,
    bytes: record?.bytes ?? null,
    format: record?.format ?? null,
    compression: record?.compression ?? null,
    created_at: record?.created_at ?? null,
    state: record ? stateOf(run.store, record) : 'foreign',
    file: record?.file ?? slot.file,
  };
}

function stateOf(store: Store, record: CheckpointRecord): CheckpointState {
  const size = store.size(record.file);
  if (size === null) return record.cleaned ? 'cleaned' : 'missing';
  return size === record.bytes ? 'recorded' : 'resized';
}
