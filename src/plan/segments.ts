/** Cuts the op chain into segments: consecutive ops run by one activity, ended by a checkpoint. */
import { checkpointStem } from '../model/ids.js';
import type { Segment } from '../model/plan.js';

/** One segment per op (strategy `every_op`), or one for the whole chain when checkpoints are off. */
export function segmentsOf(opNames: readonly string[], checkpoints: boolean): Segment[] {
  if (opNames.length === 0) return [];
  if (!checkpoints) return [segment(0, 0, opNames.length - 1, opNames)];
  return opNames.map((_, i) => segment(i, i, i, opNames));
}

function segment(index: number, from: number, to: number, opNames: readonly string[]): Segment {
  const names = opNames.slice(from, to + 1);
  return { index, from, to, stem: checkpointStem(to, names.at(-1) ?? ''), summary: names.join(' + ') };
}
