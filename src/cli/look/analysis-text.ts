/** An analysis as tables. */
import { figure, percent } from '../../report/html/format.js';
import type { DatasetAnalysis } from '../../report/analysis/value.js';
import { basisOf, quantileNames } from '../../report/analysis/words.js';
import { printable } from '../printable.js';
import { textTable, type Cell } from '../text-table.js';

const LANGUAGES = 20;
const POINTS = 8;

/** Every part of the analysis that has something to show. */
export function analysisText(data: DatasetAnalysis): string {
  const threw = data.rows.threw.map(({ op, rows }) => `${rows} rows made op ${op} throw`);
  const parts = [
    `${printable(data.dataset)}: ${basisOf(data)}`,
    ...threw,
    keptTable(data),
    spreadTable(data),
    ...wordTables(data),
    ...curves(data),
    ...correlations(data),
    ...languageTable(data),
  ];
  return parts.join('\n\n');
}

function keptTable({ filters }: DatasetAnalysis): string {
  const rows = filters.map((f): Cell[] => [f.name, f.kept.rows, share(f.kept.share), paramsText(f.params)]);
  return textTable(['filter', 'keeps', 'share', 'with'], rows);
}

function paramsText(params: Record<string, unknown>): string {
  return Object.entries(params)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

function spreadTable({ filters }: DatasetAnalysis): string {
  const rows = filters.flatMap((f) =>
    f.stats.flatMap(({ name, spread: s }): Cell[][] => {
      if (!s) return [];
      const values = quantileNames.map(([key]) => (s.quantiles ? s.quantiles[key] : null));
      return [[name, s.count, ...[s.mean, s.std, s.min, ...values, s.max].map(figure)]];
    }),
  );
  const heads = ['stat', 'values', 'mean', 'std', 'min', ...quantileNames.map(([, label]) => label), 'max'];
  return textTable(heads, rows);
}

function wordTables({ filters }: DatasetAnalysis): string[] {
  const words = filters.flatMap((f) => f.stats.flatMap((stat) => (stat.kind === 'word' ? [stat] : [])));
  return words
    .filter((stat) => stat.name !== 'lang')
    .map((stat) =>
      textTable(
        [stat.name, 'rows', 'kept'],
        stat.words.map((w): Cell[] => [w.word, w.rows, w.kept]),
      ),
    );
}

/** What other thresholds would keep, at a few of the values that the curve has. */
function curves({ filters }: DatasetAnalysis): string[] {
  const all = filters.flatMap((f) => f.stats.flatMap((s) => (s.kind === 'number' ? s.thresholds : [])));
  return all.map(({ param, value, kept_now, curve }) => {
    const step = Math.max(1, Math.ceil((curve.length - 1) / POINTS));
    const shown = curve.filter((_, i) => i % step === 0 || i === curve.length - 1);
    const head = `${param} is ${figure(value)} and keeps ${percent(kept_now, 1)}; others would keep`;
    return `${head}\n${textTable(
      [param, 'kept'],
      shown.map((p): Cell[] => [figure(p.at), percent(p.kept, 1)]),
    )}`;
  });
}

function correlations({ correlation: { stats, matrix } }: DatasetAnalysis): string[] {
  if (stats.length < 2) return [];
  const rows = matrix.map((row, i): Cell[] => [
    stats[i] ?? '',
    ...row.map((r) => (r === null ? null : r.toFixed(3))),
  ]);
  return [textTable(['correlation', ...stats], rows)];
}

function languageTable({ languages }: DatasetAnalysis): string[] {
  const [first] = languages;
  if (!first) return [];
  const heads = ['language', 'rows', 'share', 'kept', ...first.stats.map((s) => `mean ${s.stat}`)];
  const rows = languages
    .slice(0, LANGUAGES)
    .map((l): Cell[] => [
      l.lang,
      l.rows,
      share(l.share),
      share(l.kept.share),
      ...l.stats.map((s) => figure(s.mean)),
    ]);
  const more = languages.length - rows.length;
  return [`${textTable(heads, rows)}${more > 0 ? `\nand ${more} more` : ''}`];
}

function share(value: number | null): string {
  return value === null ? '-' : percent(value, 1);
}
