/** The filters: how their statistics are spread, and what other thresholds would keep. */
import type { FilterReport, NumberStat, StatReport } from '../../data/filter-value.js';
import type { ReportData } from '../../data/value.js';
import { count, figure, percent } from '../format.js';
import { html, type Html } from '../html.js';
import { section, table } from '../parts.js';
import { statCharts } from '../stat-charts.js';
import { filterBasis } from '../words.js';

const TABLE_POINTS = 9;

/** All filters of the run. */
export async function filtersSection({ filters, filters_missing }: ReportData): Promise<Html> {
  const drawn: Html[] = [];
  for (const filter of filters) drawn.push(await filterPart(filter));
  return section(
    'filters',
    'Filters',
    filters_missing === null
      ? html`<p class="hint">
          The statistic of every row that entered each filter, kept or not. The dashed line is the threshold;
          the chart beside it shows what another one would keep, all else being equal.
        </p>`
      : html`<p class="none">No statistics: ${filters_missing}.</p>`,
    drawn,
  );
}

async function filterPart(filter: FilterReport): Promise<Html> {
  const stats: Html[] = [];
  for (const stat of filter.stats) stats.push(await statPart(filter, stat));
  return html`<h3>${filter.name}</h3>
    <p class="hint">${filterBasis(filter)}</p>
    ${stats}`;
}

async function statPart(filter: FilterReport, stat: StatReport): Promise<Html> {
  if (stat.kind !== 'word')
    return html`${await statCharts(filter, stat)} ${spread(stat)}${thresholdTable(stat)}`;
  const others = stat.others > 0 && html`<p class="hint">${count(stat.others)} rows have other values.</p>`;
  return statCharts(filter, stat, others || '');
}

function spread({ name, min, max, mean, quantiles: q, nulls, histogram }: NumberStat): Html | null {
  if (!q) return null;
  const [first, last] = [histogram[0], histogram.at(-1)];
  const isTail = first && last && last.to - last.from > 1.5 * (first.to - first.from);
  const tail = isTail ? ` The last bar holds all from ${figure(last.from)} on.` : '';
  const missing = nulls > 0 ? ` ${count(nulls)} rows have no value.` : '';
  return html`<p class="hint">
    <strong>${name}</strong>: from ${figure(min)} to ${figure(max)}, mean ${figure(mean)}; 5 % are at most
    ${figure(q.p05)}, 25 % ${figure(q.p25)}, half ${figure(q.p50)}, 75 % ${figure(q.p75)}, 95 %
    ${figure(q.p95)}.${missing}${tail}
  </p>`;
}

function thresholdTable({ thresholds }: NumberStat): Html | null {
  if (thresholds.length === 0) return null;
  const parts = thresholds.map(({ param, value, kept_now, curve }) => {
    const step = Math.max(1, Math.ceil(curve.length / TABLE_POINTS));
    const shown = curve.filter((_, i) => i % step === 0 || i === curve.length - 1);
    const heads = [
      { name: param, n: true },
      { name: 'kept', n: true },
    ];
    const rows = shown.map(({ at, kept }) => [figure(at), percent(kept, 1)]);
    return html`<p class="hint">${param} is ${figure(value)} and keeps ${percent(kept_now, 1)}.</p>
      ${table(`Kept by ${param}`, heads, rows)}`;
  });
  return html`<details>
    <summary>Other thresholds, as a table</summary>
    ${parts}
  </details>`;
}
