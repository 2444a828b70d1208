/** The charts of one statistic of a filter. */
import type { StatReport } from '../data/filter-value.js';
import { COLOUR } from './chart.js';
import { histogramChart } from './charts/histogram-chart.js';
import { KEPT_COLOURS, keptChart } from './charts/kept-chart.js';
import { wordsChart } from './charts/words-chart.js';
import { html, type Html, type Part } from './html.js';
import { figureOf, legend } from './parts.js';

/** How the statistic is spread, what is `below` that, and beside it what other thresholds would keep. */
export async function statCharts(
  { index, name }: { index: number; name: string },
  stat: StatReport,
  below: Part = '',
): Promise<Html> {
  const label = { id: `f${index}-${stat.name.replace(/\W/g, '-')}`, op: name };
  const colours = legend([
    { name: 'kept', colour: COLOUR.main },
    { name: 'not kept', colour: COLOUR.lost },
  ]);
  const chart = stat.kind === 'word' ? wordsChart(stat, label) : histogramChart(stat, label);
  const spread = html`<div>${colours}${await figureOf(chart, { none: 'No values.' })}${below}</div>`;
  if (stat.kind === 'word') return html`<div class="half">${spread}</div>`;
  const kept = keptChart(stat, { id: `${label.id}-kept`, op: name });
  const lines = stat.thresholds.map(({ param }, i) => ({
    name: `kept with another ${param}`,
    colour: KEPT_COLOURS[i] ?? COLOUR.muted,
  }));
  return html`<div class="half">
    ${spread} ${kept && html`<div>${legend(lines)}${await figureOf(kept, {})}</div>`}
  </div>`;
}
