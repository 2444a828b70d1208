/** Where the checkpoints of a partition belong, and with which fingerprints. */
import { fileEnding } from '../model/file-form.js';
import type { Partition, Plan } from '../model/plan.js';
import { fingerprints } from '../plan/fingerprint.js';
import { sha256 } from '../storage/json-file.js';
import { checkpointFile, partitionFile } from '../storage/layout.js';
import type { CheckpointSlot } from '../storage/records.js';

/** Slot of the partition's own file, then one per segment, in chain order. */
export function checkpointSlots(plan: Plan, partition: Partition): CheckpointSlot[] {
  const { storage } = plan;
  const chain = fingerprints(plan, partition, sha256);
  const named = (index: number, stem: string, ending: string): CheckpointSlot => {
    return { index, stem, file: stem + ending, fingerprint: chain[index + 1] ?? '' };
  };
  const ending = fileEnding(storage.checkpoints ?? storage);
  const rest = plan.segments.map(({ to }) =>
    named(to, checkpointFile(partition.id, to, plan.ops[to]?.name ?? ''), ending),
  );
  return [named(-1, partitionFile(partition.id), fileEnding(storage)), ...rest];
}
