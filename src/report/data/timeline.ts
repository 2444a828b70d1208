/** The timeline of partitions; of very many a choice: the troubled, the slowest, and an even sample of the rest. */
import { evenIndices } from './even-indices.js';
import type { PartitionSeen } from './partition-fold.js';
import type { RunSeen } from './run-fold.js';
import type { Timeline, TimelineRow } from './value.js';

const MAX_ROWS = 240;
/** Shares of the rows, when not all are shown; what one of them does not use falls to the even sample. */
const SHARE = { troubled: MAX_ROWS / 2, slowest: MAX_ROWS / 4 };

/** What partitions did when; `now` ends what is still going on. */
export function timeline(seen: ReadonlyMap<number, PartitionSeen>, run: RunSeen, now: number): Timeline {
  const all = [...seen.values()].map((p) => rowOf(p, now)).filter((row) => row.spans.length > 0);
  const { rows, chosen } = choose(all);
  const from = run.started_at ?? all.reduce((least, r) => Math.min(least, r.spans[0]?.[0] ?? least), now);
  const to = run.ended_at ?? now;
  const pauses: [number, number][] = [
    ...run.pauses,
    ...(run.paused_at === null ? [] : [[run.paused_at, now] as [number, number]]),
  ];
  return { from, to: Math.max(from, to), total: all.length, rows, chosen, pauses };
}

function rowOf(seen: PartitionSeen, now: number): TimelineRow {
  const { partition, status, spans, marks, begun } = seen;
  const open: [number, number][] = begun === null ? [] : [[begun, Math.max(begun, now)]];
  return { partition, status, spans: [...spans, ...open], marks };
}

function choose(all: TimelineRow[]): Pick<Timeline, 'rows' | 'chosen'> {
  if (all.length <= MAX_ROWS)
    return { rows: all.toSorted(byPartition), chosen: { troubled: 0, slowest: 0, even: 0 } };
  const troubled = all
    .filter(isTroubled)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, SHARE.troubled);
  const taken = new Set(troubled);
  const slowest = all
    .filter((row) => !taken.has(row))
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, SHARE.slowest);
  for (const row of slowest) taken.add(row);
  const rest = all.filter((row) => !taken.has(row)).sort(byPartition);
  const even = evenIndices(rest.length, MAX_ROWS - taken.size).flatMap((i) => rest[i] ?? []);
  return {
    rows: [...taken, ...even].sort(byPartition),
    chosen: { troubled: troubled.length, slowest: slowest.length, even: even.length },
  };
}

function byPartition(a: TimelineRow, b: TimelineRow): number {
  return a.partition - b.partition;
}

/** Whether something went wrong: a stop for a pause is no trouble. */
function isTroubled(row: TimelineRow): boolean {
  return row.marks.some((m) => m.kind !== 'yielded') || ['failed', 'parked', 'skipped'].includes(row.status);
}

/** Partitions that did not come through go before those that did after all. */
function weight(row: TimelineRow): number {
  return (row.status === 'done' ? 0 : 1000) + row.marks.length;
}

function lengthOf({ spans }: TimelineRow): number {
  return spans.reduce((sum, [from, to]) => sum + (to - from), 0);
}
