/** The forecast: how much of a run is there already, how much is to be done, and why. */
import type { Partition, Segment } from '../model/plan.js';
import { MAX_GROUPS, type Forecast, type ForecastGroup, type Share, type Why } from '../model/reuse.js';

/** How far the checkpoints of one partition can be used. */
export interface Usable {
  /** Slots from the first on: 0 none, 1 the partition's own file, 2 the first segment too … */
  slots: number;
  /** Why the next one cannot be; null when all can. */
  why: Why | null;
}

/** What a forecast is made of. */
export interface ForecastSources {
  /** Run whose checkpoints were looked at; null when there was none. */
  of: string | null;
  segments: readonly Segment[];
  /** Every partition of the run, with how far its checkpoints can be used. */
  partitions: readonly { partition: Pick<Partition, 'rows'>; usable: Usable }[];
}

/** Adds up how far the checkpoints of all partitions can be used. */
export function forecast({ of, segments, partitions }: ForecastSources): Forecast {
  const ops = (segments.at(-1)?.to ?? -1) + 1;
  const [all, reuse, redo] = [emptyShare(), emptyShare(), emptyShare()];
  const groups = new Map<string, ForecastGroup>();
  for (const { partition, usable } of partitions) {
    const { rows } = partition;
    const done = opsIn(segments, usable.slots);
    add(all, rows, ops);
    if (usable.slots > 0) add(reuse, rows, done);
    if (usable.slots <= segments.length) add(redo, rows, ops - done);
    const key = `${usable.slots} ${usable.why?.text}`;
    const group = groups.get(key) ?? {
      partitions: 0,
      rows: 0,
      up_to_op: usable.slots === 0 ? null : done - 1,
      up_to_name: nameAt(segments, usable.slots),
      why: usable.why,
    };
    groups.set(key, group);
    group.partitions++;
    group.rows += rows;
  }
  const sorted = [...groups.values()].sort((a, b) => b.partitions - a.partitions);
  return {
    of,
    all,
    reuse,
    redo,
    groups: sorted.slice(0, MAX_GROUPS),
    more_groups: Math.max(0, sorted.length - MAX_GROUPS),
  };
}

/** What a donor's checkpoints are worth: rows × ops, the cut counted as an op. */
export function worthOf({ reuse }: Forecast): number {
  return reuse.rows + reuse.row_ops;
}

/** The forecast for a run that has no earlier one to take anything from. */
export function nothingToReuse(
  segments: readonly Segment[],
  partitions: readonly Pick<Partition, 'rows'>[],
  text: string,
): Forecast {
  const usable: Usable = { slots: 0, why: { kind: 'no_run', text } };
  return forecast({ of: null, segments, partitions: partitions.map((partition) => ({ partition, usable })) });
}

/** Ops whose work is in the first `slots` slots. */
function opsIn(segments: readonly Segment[], slots: number): number {
  const last = segments[slots - 2];
  return last ? last.to + 1 : 0;
}

function nameAt(segments: readonly Segment[], slots: number): string | null {
  if (slots === 0) return null;
  return segments[slots - 2]?.summary.split(' + ').at(-1) ?? 'partition';
}

function emptyShare(): Share {
  return { partitions: 0, rows: 0, row_ops: 0 };
}

function add(share: Share, rows: number, ops: number): void {
  share.partitions++;
  share.rows += rows;
  share.row_ops += rows * ops;
}
