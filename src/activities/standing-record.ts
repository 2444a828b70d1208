/** What stands of a partition's end, told by its record alone: nothing is read that is as large as data. */
import type { PartitionRecord } from '../model/checkpoint.js';
import type { PlannedPartition } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, Partition } from '../model/plan.js';
import { checkpointSlots } from '../engine/slots.js';
import { readJson } from '../storage/json-file.js';
import { resultRecord } from '../storage/layout.js';
import type { RunFiles } from './run-files.js';

/** A partition as the run starts it. */
export function plannedPartition(files: RunFiles, partition: Partition): PlannedPartition {
  const { id, rows, bytes } = partition;
  const record = standingRecord(files, partition);
  if (!record) return { id, rows, bytes, standing: null };
  const standing =
    record.status === 'done'
      ? { status: record.status, ledger: record.ledger }
      : { status: record.status, failure: { ...record.failure, partition: id } };
  return { id, rows, bytes, standing };
}

/** The largest partitions first, so that none of them is left over at the end; equal ones in order. */
export function largestFirst({ partitions }: DatasetMapping): Partition[] {
  return partitions.toSorted((a, b) => b.bytes - a.bytes || a.id - b.id);
}

/**
 * The record of a partition's end if it belongs to this recipe and input and its result has the size that it says; the
 * merge hashes what it reads. A record that is damaged counts as none: the partition finds its checkpoints and ends again.
 */
export function standingRecord({ store, plan }: RunFiles, partition: Partition): PartitionRecord | null {
  const record = readRecord({ store }, partition.id);
  if (record?.status !== 'done') return record;
  const last = checkpointSlots(plan, partition).at(-1);
  const whole = store.size(record.result.path) === record.result.bytes;
  return whole && record.fingerprint === last?.fingerprint ? record : null;
}

function readRecord({ store }: Pick<RunFiles, 'store'>, partition: number): PartitionRecord | null {
  try {
    return readJson<PartitionRecord>(store, resultRecord(partition));
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_CHECKPOINT') return null;
    throw error;
  }
}
