/** The histogram of a filter's statistic, with the thresholds drawn. */
import type { NumberStat } from '../../data/filter-value.js';
import { axis, COLOUR, type Chart } from '../chart.js';
import { count, figure } from '../format.js';
import { rectBetween, type DrawApi, type Shape } from './shape.js';

const WIDTH = 460;
const HEIGHT = 230;

/** What the chart says of itself. */
interface Label {
  id: string;
  op: string;
}

/** Rows by value, those that the filter kept in another colour; null when there are no values. */
export function histogramChart(stat: NumberStat, { id, op }: Label): Chart | null {
  const { histogram: bins } = stat;
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last) return null;
  // The bin of a long tail is drawn as wide as the others.
  const width = first.to - first.from || 1;
  const end = first.from + width * bins.length;
  const lines = stat.thresholds.flatMap(({ param, value }) =>
    value === null || value < first.from - width || value > end ? [] : [{ param, value }],
  );
  return {
    id,
    width: WIDTH,
    height: HEIGHT,
    title: `Histogram of ${stat.name} of ${op}`,
    description: `${count(stat.count)} rows from ${figure(stat.min)} to ${figure(stat.max)}. ${stat.thresholds.map((t) => `${t.param} is ${figure(t.value)}.`).join(' ')}`,
    option: {
      grid: { left: 52, right: 18, top: 40, bottom: 42 },
      xAxis: axis({
        type: 'value',
        min: Math.min(first.from, ...lines.map((l) => l.value)),
        max: end,
        splitLine: { show: false },
        splitNumber: 4,
        axisLabel: {
          formatter: (x: number) => figure(x),
          hideOverlap: true,
          showMinLabel: false,
          showMaxLabel: false,
        },
        name: stat.name,
        nameLocation: 'middle',
        nameGap: 26,
      }),
      yAxis: axis({ type: 'value', splitNumber: 3, axisLabel: { formatter: (n: number) => count(n) } }),
      series: [barSeries(stat, width), lineSeries(lines)],
    },
  };
}

function barSeries({ histogram: bins }: NumberStat, width: number): Record<string, unknown> {
  const start = bins[0]?.from ?? 0;
  return {
    type: 'custom',
    silent: true,
    encode: { x: 0, y: 1 },
    data: bins.map((b, i) => [start + i * width, b.rows]),
    renderItem: ({ dataIndex: i }: { dataIndex: number }, api: DrawApi): Shape | null => {
      const bin = bins[i];
      if (!bin || bin.rows === 0) return null;
      const bar = (from: number, to: number, fill: string): Shape => {
        const [x0 = 0, y0 = 0] = api.coord([start + i * width, from]);
        const [x1 = 0, y1 = 0] = api.coord([start + (i + 1) * width, to]);
        return rectBetween([x0 + 0.5, y0], [x1 - 0.5, y1], { fill });
      };
      return {
        type: 'group',
        children: [bar(0, bin.kept, COLOUR.main), bar(bin.kept, bin.rows, COLOUR.lost)],
      };
    },
  };
}

function lineSeries(lines: readonly { param: string; value: number }[]): Record<string, unknown> {
  return {
    type: 'line',
    silent: true,
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: COLOUR.ink, type: 'dashed', width: 1.5 },
      label: {
        color: COLOUR.ink,
        fontSize: 11,
        formatter: ({ name }: { name: string }) => name,
      },
      // Labels of neighbouring lines stand one above the other.
      data: lines.map(({ param, value }, i) => ({
        xAxis: value,
        name: `${param} ${figure(value)}`,
        label: { distance: 10 + 15 * (i % 2) },
      })),
    },
  };
}
