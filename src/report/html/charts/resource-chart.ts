/** What the workers used over time. */
import type { Resources } from '../../data/value.js';
import { axis, COLOUR, type Chart } from '../chart.js';
import { figure, size, time } from '../format.js';

const MIB = 2 ** 20;

const CURVES = [
  { key: 'cpu_percent', name: 'CPU', colour: COLOUR.main, text: (v: number) => `${figure(v)} %` },
  { key: 'rss_mb', name: 'Memory', colour: COLOUR.second, text: (v: number) => size(v * MIB) },
  { key: 'disk_free_mb', name: 'Free disk', colour: COLOUR.extra, text: (v: number) => size(v * MIB) },
] as const;

/** A chart for each of CPU, memory and free disk that was measured. `from`: start of the run, epoch seconds. */
export function resourceCharts(resources: Resources, from: number): Chart[] {
  const times = resources.times.map((at) => at - from);
  return CURVES.flatMap((curve) => curveChart(curve, times, resources[curve.key]) ?? []);
}

function curveChart(
  { key, name, colour, text }: (typeof CURVES)[number],
  times: readonly number[],
  values: readonly (number | null)[],
): Chart | null {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return null;
  const timeLabel = { formatter: time, hideOverlap: true, showMinLabel: false, showMaxLabel: false };
  const line = {
    type: 'line',
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour, width: 1.8 },
    areaStyle: { color: colour, opacity: 0.15 },
    data: times.map((at, i) => [at, values[i] ?? null]),
  };
  return {
    id: `use-${key.replaceAll('_', '-')}`,
    width: 460,
    height: 200,
    title: `${name} over time`,
    description: `From ${text(Math.min(...known))} to ${text(Math.max(...known))}.`,
    option: {
      grid: { left: 72, right: 18, top: 12, bottom: 28 },
      xAxis: axis({
        type: 'value',
        min: Math.max(0, times[0] ?? 0),
        max: Math.max(0.001, times.at(-1) ?? 0),
        splitNumber: 3,
        splitLine: { show: false },
        axisLabel: timeLabel,
      }),
      yAxis: axis({ type: 'value', min: 0, splitNumber: 3, axisLabel: { formatter: text } }),
      series: [line],
    },
  };
}
