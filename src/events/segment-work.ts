/** Which ops a segment runs, told by its summary: the names of its ops in order. */
import type { Segment } from '../model/plan.js';
import type { Work } from './attempt-lines.js';

/** The work of a segment: its op, or all its ops under the index of the first. */
export function segmentWork(segments: readonly Segment[], index: number): Work {
  const segment = segments.find((s) => s.index === index);
  if (!segment) return { name: `segment ${index}`, idx: null };
  const ops = opNames(segment);
  return { name: segment.summary, idx: segment.from, ...(ops.length > 1 ? { ops } : {}) };
}

/** Name of the op with an index; `partition` for −1, the partition's own file. */
export function opNameAt(segments: readonly Segment[], opIndex: number): string {
  if (opIndex < 0) return 'partition';
  const segment = segments.find((s) => s.from <= opIndex && opIndex <= s.to);
  return (segment && opNames(segment)[opIndex - segment.from]) ?? `op ${opIndex}`;
}

function opNames(segment: Segment): string[] {
  return segment.summary.split(' + ');
}
