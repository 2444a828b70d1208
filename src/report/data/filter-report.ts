/** What the measures of a filter come to: distributions, thresholds, and what other thresholds would keep. */
import type { StatValue } from '../../ops/define.js';
import type { FilterReport, NumberStat, StatReport, Threshold, WordStat } from './filter-value.js';
import type { Measured } from './filter-measure.js';
import { histogram } from './histogram.js';
import { mean, quantile } from '../../events/numbers.js';

const POINTS = 40;
const WORDS = 12;
const WORD_LENGTH = 40;

/** A filter's report; `entered` is how many rows the run sent into it. */
export function filterReport(measured: Measured, o: { entered: number; whole: boolean }): FilterReport {
  const { op, index, stats } = measured;
  const names = Object.keys(op.stats);
  const numeric = names.filter((name) => op.stats[name] === 'int64' || op.stats[name] === 'double');
  return {
    index,
    name: op.name,
    measured: stats.length,
    ...o,
    stats: names.map((name): StatReport => {
      if (!numeric.includes(name)) return wordStat(name, measured);
      // Bounds are drawn where it is plain which statistic they are held against.
      const bounded = numeric.length === 1;
      return numberStat(name, measured, bounded ? thresholds(name, measured) : []);
    }),
  };
}

function numberStat(name: string, measured: Measured, found: Threshold[]): NumberStat {
  const { values, kept } = sortedValues(name, measured);
  const at = (q: number): number => quantile(values, q) ?? 0;
  return {
    kind: 'number',
    name,
    count: values.length,
    nulls: measured.stats.length - values.length,
    min: values[0] ?? null,
    max: values.at(-1) ?? null,
    mean: mean([...values]),
    quantiles:
      values.length === 0
        ? null
        : { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) },
    histogram: histogram({ sorted: values, kept, whole: measured.op.stats[name] === 'int64' }),
    thresholds: found,
  };
}

function sortedValues(name: string, { stats, kept }: Measured): { values: Float64Array; kept: boolean[] } {
  const pairs = stats.flatMap((row, i): [number, boolean][] => {
    const value = row[name];
    return typeof value === 'number' && Number.isFinite(value) ? [[value, kept[i] ?? false]] : [];
  });
  pairs.sort((a, b) => a[0] - b[0]);
  return { values: Float64Array.from(pairs, ([value]) => value), kept: pairs.map(([, keep]) => keep) };
}

/** The parameters `min_…` and `max_…` that are numbers, each with the kept share over its possible values. */
function thresholds(name: string, measured: Measured): Threshold[] {
  const { values } = sortedValues(name, measured);
  const [low, high] = [values[0], quantile(values, 0.99)];
  if (low === undefined || high === null) return [];
  const { params } = measured.op;
  const bounds = Object.entries(params).filter(
    (entry): entry is [string, number] => /^(min|max)_/.test(entry[0]) && typeof entry[1] === 'number',
  );
  return bounds.map(([param, value]) => ({
    param,
    value,
    kept_now: share(measured, params),
    curve: points(values, measured.op.stats[name] === 'int64').map((at) => ({
      at,
      kept: share(measured, { ...params, [param]: at }),
    })),
  }));
}

/** Values to try, evenly from the least to where the long tail begins. */
function points(values: Float64Array, whole: boolean): number[] {
  const [low, high] = [values[0] ?? 0, quantile(values, 0.99) ?? 0];
  const all = Array.from({ length: POINTS + 1 }, (_, i) => low + ((high - low) * i) / POINTS);
  return [...new Set(whole ? all.map(Math.round) : all)];
}

function share({ op, stats }: Measured, params: Record<string, unknown>): number {
  return stats.length === 0 ? 0 : stats.filter((row) => op.keep(row, params)).length / stats.length;
}

function wordStat(name: string, { stats, kept }: Measured): WordStat {
  const words = new Map<string, { rows: number; kept: number }>();
  let nulls = 0;
  stats.forEach((row, i) => {
    const word = asWord(row[name]);
    if (word === null) return nulls++;
    const known = words.get(word) ?? { rows: 0, kept: 0 };
    words.set(word, known);
    known.rows++;
    if (kept[i]) known.kept++;
    return undefined;
  });
  const sorted = [...words].sort(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1));
  const shown = sorted.slice(0, WORDS).map(([word, counts]) => ({ word, ...counts }));
  const count = stats.length - nulls;
  return {
    kind: 'word',
    name,
    count,
    nulls,
    words: shown,
    others: count - shown.reduce((sum, w) => sum + w.rows, 0),
  };
}

function asWord(value: StatValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, WORD_LENGTH);
}
