/** The most frequent words of a filter's statistic. */
import type { WordStat } from '../../data/filter-value.js';
import { axis, COLOUR, labelRoom, type Chart } from '../chart.js';
import { count, percent } from '../format.js';

/** A bar per word, the rows that the filter kept in another colour; null when there are none. */
export function wordsChart(stat: WordStat, { id, op }: { id: string; op: string }): Chart | null {
  if (stat.words.length === 0) return null;
  const names = stat.words.map((w) => w.word);
  const kept = stat.words.map((w) => w.kept);
  const others = stat.words.map((w) => w.rows - w.kept);
  return {
    id,
    width: 460,
    height: Math.max(120, names.length * 19 + 40),
    title: `Values of ${stat.name} of ${op}`,
    description: stat.words
      .slice(0, 5)
      .map((w) => `${w.word}: ${percent(w.rows, stat.count)}`)
      .join(', '),
    option: {
      grid: { left: labelRoom(names), right: 24, top: 6, bottom: 30 },
      xAxis: axis({ type: 'value', splitNumber: 3, axisLabel: { formatter: (n: number) => count(n) } }),
      yAxis: axis({
        type: 'category',
        data: names,
        inverse: true,
        axisLabel: { color: COLOUR.ink, interval: 0 },
      }),
      series: [bars(COLOUR.main, kept), bars(COLOUR.lost, others)],
    },
  };
}

function bars(color: string, data: number[]): Record<string, unknown> {
  return { type: 'bar', stack: 'rows', silent: true, barWidth: 12, itemStyle: { color }, data };
}
