/** The timeline of partitions: their workflows, what failed, what was parked, when the run was paused. */
import type { MarkKind, PartitionStatus, Timeline, TimelineRow } from '../../data/value.js';
import { axis, COLOUR, type Chart } from '../chart.js';
import { plural, time } from '../format.js';
import { rectBetween, round, type DrawApi, type Shape } from './shape.js';

/** Colour of a bar by how the partition stands. */
export const STATUS_COLOUR: Record<PartitionStatus, string> = {
  done: COLOUR.main,
  running: COLOUR.second,
  yielded: COLOUR.second,
  failed: COLOUR.bad,
  cancelled: COLOUR.muted,
  skipped: COLOUR.muted,
  parked: COLOUR.extra,
};

/** Colour of a mark. */
export const MARK_COLOUR: Record<MarkKind, string> = {
  failed: COLOUR.lost,
  lost: COLOUR.bad,
  parked: COLOUR.extra,
  yielded: COLOUR.muted,
};

/** The drawing; null when no partition has started. */
export function timelineChart(timeline: Timeline): Chart | null {
  const { rows, from, to, pauses, total } = timeline;
  if (rows.length === 0) return null;
  const each = Math.max(4, Math.min(18, Math.floor(900 / rows.length)));
  const items = [
    ...pauses.map((pause): Item => ({ kind: 'pause', pause })),
    ...rows.map((row, place): Item => ({ kind: 'row', row, place })),
  ];
  return {
    id: 'timeline',
    width: 960,
    height: rows.length * each + 56,
    title: 'Timeline of partitions',
    description: `${plural(total, 'partition')} over ${time(to - from)}; ${plural(rows.length, 'partition')} drawn, ${plural(rows.filter((r) => r.marks.length > 0).length, 'partition')} with marks.`,
    option: {
      grid: { left: 56, right: 20, top: 8, bottom: 44 },
      xAxis: axis({
        type: 'value',
        min: 0,
        max: Math.max(to - from, 0.001),
        axisLabel: { formatter: (s: number) => time(s), hideOverlap: true },
        name: 'since the start of the run',
        nameLocation: 'middle',
        nameGap: 26,
      }),
      yAxis: axis({ type: 'category', data: rows.map((r) => String(r.partition)), inverse: true }),
      series: [
        {
          type: 'custom',
          silent: true,
          clip: true,
          data: items.map(() => [0, 0]),
          renderItem: ({ dataIndex }: { dataIndex: number }, api: DrawApi) =>
            drawItem(items[dataIndex], api, { from, rows: rows.length, each }),
        },
      ],
    },
  };
}

type Item = { kind: 'pause'; pause: [number, number] } | { kind: 'row'; row: TimelineRow; place: number };

interface Frame {
  from: number;
  rows: number;
  each: number;
}

function drawItem(item: Item | undefined, api: DrawApi, frame: Frame): Shape | null {
  if (!item) return null;
  // Places on a category axis are whole; what lies between them is measured in bands.
  const band = api.size([0, 1])[1] ?? 0;
  const bar = (span: [number, number], place: number, o: { fill: string; half: number }): Shape => {
    const [x0 = 0, y0 = 0] = api.coord([span[0] - frame.from, place]);
    const [x1 = 0] = api.coord([span[1] - frame.from, place]);
    return rectBetween([x0, y0 - o.half], [x1, y0 + o.half], { fill: o.fill, least: 1.5 });
  };
  if (item.kind === 'pause') {
    const top = (api.coord([0, 0])[1] ?? 0) - band / 2;
    const [x0 = 0] = api.coord([item.pause[0] - frame.from, 0]);
    const [x1 = 0] = api.coord([item.pause[1] - frame.from, 0]);
    return rectBetween([x0, top], [x1, top + band * frame.rows], { fill: COLOUR.pale, least: 2 });
  }
  const { row, place } = item;
  const fill = STATUS_COLOUR[row.status];
  const bars = row.spans.map((span) => bar(span, place, { fill, half: band * 0.38 }));
  const marks = row.marks.map(({ at, kind }) =>
    markShape(kind, api.coord([at - frame.from, place]), Math.max(3, Math.min(5.5, frame.each / 3))),
  );
  return { type: 'group', children: [...bars, ...marks] };
}

/** Marks differ by shape too: a circle, a diamond, a square. */
function markShape(kind: MarkKind, [x = 0, y = 0]: number[], r: number): Shape {
  const style = { fill: MARK_COLOUR[kind], stroke: 'var(--bg)', lineWidth: 1 };
  if (kind === 'failed') return { type: 'circle', shape: { cx: round(x), cy: round(y), r }, style };
  const s = kind === 'lost' ? r * 1.35 : r;
  const diamond = [
    [x, y - s],
    [x + s, y],
    [x, y + s],
    [x - s, y],
  ];
  const square = [
    [x - s, y - s],
    [x + s, y - s],
    [x + s, y + s],
    [x - s, y + s],
  ];
  const points = (kind === 'lost' ? diamond : square).map((p) => p.map(round));
  return { type: 'polygon', shape: { points }, style };
}
