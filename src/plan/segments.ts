/** Cuts the op chain into segments: consecutive ops run by one activity, ended by a checkpoint. */
import { checkpointStem } from '../model/ids.js';
import type { ChainCost, CheckpointPolicy, Segment } from '../model/plan.js';

/**
 * With `auto` a checkpoint stands where the ops since the last one took this many times what a checkpoint costs. So the
 * checkpoints within a chain take at most a quarter of the time of its ops, a fifth of the whole, and what a lost
 * worker costs stays near four times the price of the checkpoint that was saved.
 */
export const AUTO_FACTOR = 4;

/** The part of a policy that says where checkpoints stand. */
export type CheckpointPlaces = Pick<
  CheckpointPolicy,
  'enabled' | 'strategy' | 'n_ops' | 'op_names' | 'measured'
>;

/**
 * The segments of a chain. The last op always ends one: its checkpoint becomes the partition's result. With `auto` and
 * nothing measured a checkpoint follows every op: what cannot be timed may well be costly.
 */
export function segmentsOf(opNames: readonly string[], policy: CheckpointPlaces): Segment[] {
  const ends = endsOf(opNames, policy);
  return ends.map((to, index) => segment(index, [(ends[index - 1] ?? -1) + 1, to], opNames));
}

/** Indices of the ops after which a checkpoint stands, the last op's included. */
function endsOf(opNames: readonly string[], policy: CheckpointPlaces): number[] {
  const places = policy.enabled ? placesOf(opNames, policy) : [];
  return opNames.flatMap((_, i) => (i === opNames.length - 1 || places.includes(i) ? [i] : []));
}

function placesOf(opNames: readonly string[], policy: CheckpointPlaces): number[] {
  const where = (holds: (i: number) => boolean): number[] => [...opNames.keys()].filter(holds);
  switch (policy.strategy) {
    case 'every_op':
      return where(() => true);
    case 'every_n_ops':
      return where((i) => (i + 1) % policy.n_ops === 0);
    case 'manual':
      return where((i) => policy.op_names.includes(opNames[i] as string));
    case 'auto':
      return policy.measured ? afterCostlyOps(policy.measured) : where(() => true);
  }
}

function afterCostlyOps({ ops, codec }: ChainCost): number[] {
  const places: number[] = [];
  let sinceLast = 0;
  for (const [i, seconds] of ops.entries()) {
    sinceLast += seconds;
    if (sinceLast < AUTO_FACTOR * codec) continue;
    places.push(i);
    sinceLast = 0;
  }
  return places;
}

function segment(index: number, [from, to]: [number, number], opNames: readonly string[]): Segment {
  const names = opNames.slice(from, to + 1);
  return { index, from, to, stem: checkpointStem(to, names.at(-1) ?? ''), summary: names.join(' + ') };
}
