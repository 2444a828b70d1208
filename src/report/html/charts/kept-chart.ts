/** What another threshold would keep: the kept share over the values that a bound could have. */
import type { NumberStat, Threshold } from '../../data/filter-value.js';
import { axis, COLOUR, type Chart } from '../chart.js';
import { figure, percent } from '../format.js';

const LINES = [
  { color: COLOUR.main, type: 'solid' },
  { color: COLOUR.extra, type: 'dashed' },
] as const;

/** The colour and dash of the line of each threshold, in their order. */
export const KEPT_COLOURS: readonly string[] = LINES.map((line) => line.color);

/** A line per threshold, with a dot where it stands; null when there are none. */
export function keptChart(stat: NumberStat, { id, op }: { id: string; op: string }): Chart | null {
  const shown = stat.thresholds.filter((t) => t.curve.length > 1).slice(0, LINES.length);
  if (shown.length === 0) return null;
  const [from, to] = [shown[0]?.curve[0]?.at ?? 0, shown[0]?.curve.at(-1)?.at ?? 1];
  return {
    id,
    width: 460,
    height: 230,
    title: `Rows that other thresholds of ${op} would keep`,
    description: shown
      .map((t) => `${t.param} ${figure(t.value)} keeps ${percent(t.kept_now, 1)} of the rows.`)
      .join(' '),
    option: {
      grid: { left: 52, right: 18, top: 40, bottom: 42 },
      ...axes(shown, { from, to }),
      series: shown.flatMap((t, i) => [
        {
          type: 'line',
          silent: true,
          symbol: 'none',
          lineStyle: { ...LINES[i], width: 2 },
          data: t.curve.map(({ at, kept }) => [at, Math.round(kept * 10_000) / 100]),
        },
        dot(t.value, t.kept_now, { from, to, colour: LINES[i]?.color ?? COLOUR.main }),
      ]),
    },
  };
}

function axes(
  shown: readonly Threshold[],
  { from, to }: { from: number; to: number },
): Record<'xAxis' | 'yAxis', unknown> {
  const label = { formatter: figure, hideOverlap: true, showMinLabel: false, showMaxLabel: false };
  return {
    xAxis: axis({
      type: 'value',
      min: from,
      max: to,
      splitNumber: 4,
      splitLine: { show: false },
      axisLabel: label,
      name: shown.map((t) => t.param).join(' or '),
      nameLocation: 'middle',
      nameGap: 26,
    }),
    yAxis: axis({
      type: 'value',
      min: 0,
      max: 100,
      interval: 25,
      axisLabel: { formatter: (p: number) => `${p} %` },
    }),
  };
}

/** Where a threshold stands now, if that is on the axis. */
function dot(
  value: number | null,
  kept: number,
  o: { from: number; to: number; colour: string },
): Record<string, unknown> {
  const inside = value !== null && value >= o.from && value <= o.to;
  return {
    type: 'line',
    silent: true,
    symbol: 'circle',
    symbolSize: 9,
    itemStyle: { color: o.colour, borderColor: 'var(--bg)', borderWidth: 1.5 },
    data: inside ? [[value, kept * 100]] : [],
  };
}
