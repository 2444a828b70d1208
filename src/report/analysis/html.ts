/** An analysis as one HTML file: nothing is loaded by it, and it needs no script. */
import { htmlDocument } from '../html/document.js';
import { count, figure, percent, plural } from '../html/format.js';
import { html, type Html, type Part } from '../html/html.js';
import { section, table } from '../html/parts.js';
import { statCharts } from '../html/stat-charts.js';
import { basisOf, quantileNames } from './words.js';
import type { AnalyzedFilter, AnalyzedStatReport, DatasetAnalysis } from './value.js';

const LANGUAGES = 30;

/** The whole file. */
export async function analysisHtml(data: DatasetAnalysis): Promise<string> {
  const filters: Html[] = [];
  for (const filter of data.filters) filters.push(await filterSection(filter, data));
  return htmlDocument({
    title: `Analysis of ${data.dataset}`,
    body: html`<header class="top">
        <p class="brand">durable-juicer analysis</p>
        <h1>${data.dataset.split('/').at(-1)}</h1>
        <p class="lead">${basisOf(data)}</p>
        <p class="hint">${data.ops.join(' → ')}${data.recipe && html` · ${data.recipe}`}</p>
      </header>
      <main id="main">
        ${thresholdSection(data)} ${filters} ${correlationSection(data)} ${languageSection(data)}
      </main>
      <footer>
        <p>Made by durable-juicer. No filter dropped a row before the next one measured it.</p>
      </footer>`,
  });
}

function thresholdSection(data: DatasetAnalysis): Html {
  const rows = data.filters.map((f): Part[] => [
    f.name,
    Object.entries(f.params)
      .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
      .join(', '),
    count(f.kept.rows),
    percent(f.kept.share ?? 0, 1),
  ]);
  const all = ['all of them together', '', count(data.kept.rows), percent(data.kept.share ?? 0, 1)];
  const heads = [
    { name: 'filter', className: 'nowrap' },
    { name: 'parameters', className: 'wrap' },
    { name: 'rows kept', n: true },
    { name: 'share', n: true },
  ];
  return section(
    'kept',
    'Kept',
    html`<p class="hint">What each filter would keep by itself.</p>`,
    table('Kept by each filter', heads, [...rows, all], { sumLast: true }),
  );
}

async function filterSection(filter: AnalyzedFilter, data: DatasetAnalysis): Promise<Html> {
  const stats: Html[] = [];
  for (const stat of filter.stats) stats.push(html`${await statCharts(filter, stat)} ${spreadTable(stat)}`);
  const basis = `Charts of ${plural(data.sample.rows, 'row')}; the filter keeps ${percent(filter.kept.share ?? 0, 1)}.`;
  return section(`filter-${filter.index}`, filter.name, html`<p class="hint">${basis}</p>`, stats);
}

function spreadTable({ name, spread }: AnalyzedStatReport): Html | null {
  if (!spread) return null;
  const { quantiles: q } = spread;
  const cells: [string, number | null][] = [
    ['min', spread.min],
    ...quantileNames.map(([key, label]): [string, number | null] => [label, q ? q[key] : null]),
    ['max', spread.max],
    ['mean', spread.mean],
    ['std', spread.std],
  ];
  const heads = [
    { name: 'stat' },
    { name: 'values', n: true },
    ...cells.map(([label]) => ({ name: label, n: true })),
  ];
  return table(`Spread of ${name}`, heads, [
    [name, count(spread.count), ...cells.map(([, value]) => figure(value))],
  ]);
}

function correlationSection({ correlation: { stats, matrix } }: DatasetAnalysis): Html | null {
  if (stats.length < 2) return null;
  const heads = [{ name: '' }, ...stats.map((name) => ({ name, n: true }))];
  const rows = matrix.map((row, i): Part[] => [
    stats[i],
    ...row.map((r) => (r === null ? '–' : r.toFixed(3))),
  ]);
  return section('correlation', 'Correlation', table('Correlation of the stats', heads, rows));
}

function languageSection({ languages }: DatasetAnalysis): Html | null {
  const [first] = languages;
  if (!first) return null;
  const heads = [
    { name: 'language' },
    ...['rows', 'share', 'kept', ...first.stats.map((s) => `mean ${s.stat}`)].map((name) => ({
      name,
      n: true,
    })),
  ];
  const rows = languages
    .slice(0, LANGUAGES)
    .map((l): Part[] => [
      l.lang,
      count(l.rows),
      percent(l.share, 1),
      percent(l.kept.share ?? 0, 1),
      ...l.stats.map((s) => figure(s.mean)),
    ]);
  const more = languages.length - rows.length;
  const rest = more > 0 ? html`<p class="hint">${plural(more, 'more language')}.</p>` : null;
  return section('languages', 'Languages', table('Rows by language', heads, rows), rest);
}
