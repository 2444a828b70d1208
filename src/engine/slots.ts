/** Where the checkpoints of a partition belong, and with which fingerprints. */
import type { Partition, Plan } from '../model/plan.js';
import { fingerprints } from '../plan/fingerprint.js';
import { sha256 } from '../storage/json-file.js';
import { checkpointFile, partitionFile } from '../storage/layout.js';
import type { CheckpointSlot } from '../storage/records.js';

/** Slot of the partition's own file, then one per segment, in chain order. */
export function checkpointSlots(plan: Plan, partition: Partition): CheckpointSlot[] {
  const chain = fingerprints(plan, partition, sha256);
  const own = { index: -1, stem: partitionFile(partition.id), fingerprint: chain[0] ?? '' };
  const rest = plan.segments.map((segment) => ({
    index: segment.to,
    stem: checkpointFile(partition.id, segment.to, plan.ops[segment.to]?.name ?? ''),
    fingerprint: chain[segment.to + 1] ?? '',
  }));
  return [own, ...rest];
}
