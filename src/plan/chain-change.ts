/** From where on the checkpoints of an earlier run cannot fit, told by the two plans alone; and why. */
import { canonicalJson } from '../model/canonical.js';
import { differences, listed } from '../model/difference.js';
import type { Partition, Plan, PlannedOp } from '../model/plan.js';
import type { Why } from '../model/reuse.js';

/** How far two chains agree. */
export interface ChainChange {
  /** Slots that agree: 0 none, 1 the partition's own file, 2 the first segment too … */
  slots: number;
  /** Why the next one does not; null when all of them agree. */
  why: Why | null;
}

/** Compares the chain of a plan with that of an earlier run, as fingerprints do: reader, storage, op after op. */
export function chainChange(plan: Plan, earlier: Plan): ChainChange {
  const reader = differences(earlier.reader, plan.reader);
  if (reader.length > 0) return { slots: 0, why: { kind: 'reader', text: listed(reader) } };
  const storage = differences(earlier.storage, plan.storage);
  if (storage.length > 0) return { slots: 0, why: { kind: 'storage', text: listed(storage) } };
  for (const segment of plan.segments) {
    const why =
      plan.ops
        .slice(segment.from, segment.to + 1)
        .map((op) => opChange(op, earlier.ops[op.index]))
        .find((change) => change !== null) ?? placeChange(plan, earlier, segment.index);
    if (why) return { slots: segment.index + 1, why };
  }
  return { slots: plan.segments.length + 1, why: null };
}

/** Why a partition's own file cannot be that of an earlier run; null when it can. */
export function partitionChange(partition: Partition, earlier: Partition | undefined): Why | null {
  if (!earlier) return { kind: 'input', text: 'the input has more partitions than before' };
  if (spanOf(partition) !== spanOf(earlier))
    return { kind: 'input', text: 'the input is cut into other rows than before' };
  return partition.sha256 === earlier.sha256 ? null : { kind: 'input', text: 'the input has changed' };
}

function spanOf({ sources }: Partition): string {
  return sources.map((s) => `${s.row_start}-${s.row_end}`).join();
}

function opChange(op: PlannedOp, earlier: PlannedOp | undefined): Why | null {
  const at = `op ${op.index} ${op.name}`;
  if (!earlier) return { kind: 'op', text: `${at}: it was not in that run` };
  if (op.digest === earlier.digest) return null;
  if (op.name !== earlier.name) return { kind: 'op', text: `${at}: it was ${earlier.name} in that run` };
  const what = [
    ...differences(earlier.params, op.params),
    ...(op.version === earlier.version ? [] : [`version ${earlier.version} → ${op.version}`]),
    ...(op.unicode === earlier.unicode ? [] : [`Unicode ${earlier.unicode} → ${op.unicode}`]),
    ...changedFiles(op, earlier),
    ...changedCode(op, earlier),
  ];
  return { kind: 'op', text: `${at}: ${listed(what)}` };
}

function changedFiles(op: PlannedOp, earlier: PlannedOp): string[] {
  const hashes = (of: PlannedOp): string => canonicalJson(of.files.map((f) => [f.param, f.sha256]));
  if (hashes(op) === hashes(earlier)) return [];
  const changed = op.files.filter((f) => !earlier.files.some((e) => e.sha256 === f.sha256));
  return [`another content of ${changed.map((f) => f.param).join(', ') || 'its files'}`];
}

function changedCode({ code }: PlannedOp, { code: earlier }: PlannedOp): string[] {
  return code?.sha256 === earlier?.sha256 ? [] : ['its code has changed'];
}

/** A checkpoint holds the counts of all ops of its segment, so both runs must have it over the same ops. */
function placeChange(plan: Plan, earlier: Plan, index: number): Why | null {
  const segment = plan.segments[index];
  const same = earlier.segments.some((s) => s.from === segment?.from && s.to === segment.to);
  return same ? null : { kind: 'places', text: `no checkpoint over just ${segment?.summary} in that run` };
}
