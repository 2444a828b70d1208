/** From what was added up to what is told. */
import { correlation, deviation, type Moments } from '../../engine/analyze-moments.js';
import type { Analyzed } from '../../engine/analyze.js';
import { preparedOp } from '../../engine/prepared.js';
import type { PlannedOp } from '../../model/plan.js';
import type { PreparedFilter } from '../../ops/run.js';
import { filterReport } from '../data/filter-report.js';
import { quantiles } from './quantiles.js';
import type {
  AnalyzedFilter,
  AnalyzedStatReport,
  Correlation,
  DatasetAnalysis,
  Kept,
  Language,
} from './value.js';

/** What is told besides the sums. */
export interface AnalysisContext {
  dataset: string;
  recipe: string | null;
  ops: readonly PlannedOp[];
  totalRows: number;
  seconds: number;
}

/** The analysis of a dataset. */
export function datasetAnalysis(analyzed: Analyzed, context: AnalysisContext): DatasetAnalysis {
  const { sums, every, keepEvery } = analyzed;
  const { ops } = context;
  return {
    dataset: context.dataset,
    recipe: context.recipe,
    ops: ops.map((op) => op.name),
    rows: {
      total: context.totalRows,
      measured: sums.rows,
      unreadable: sums.unreadable,
      threw: ops.flatMap(({ index, name }) => {
        const rows = sums.threw[index] ?? 0;
        return rows > 0 ? [{ index, op: name, rows }] : [];
      }),
      every,
    },
    kept: share(sums.kept, sums.rows),
    sample: { rows: sums.sample.length, every: keepEvery },
    filters: ops.filter((op) => op.kind === 'filter').map((op, place) => filterOf(analyzed, { op, place })),
    correlation: correlationOf(analyzed, ops),
    languages: languagesOf(analyzed, ops),
    seconds: context.seconds,
  };
}

function share(rows: number, of: number): Kept {
  return { rows, share: of === 0 ? null : rows / of };
}

/** `place`: which of the filters it is. */
function filterOf(analyzed: Analyzed, { op, place }: { op: PlannedOp; place: number }): AnalyzedFilter {
  const { stats, sums } = analyzed;
  const prepared = preparedOp(op) as PreparedFilter;
  const columns = stats.flatMap((stat, k) => (stat.op === op.index ? [{ ...stat, k }] : []));
  const rows = sums.sample.filter((row) => row.keeps[place] !== null);
  const measured = {
    op: prepared,
    index: op.index,
    stats: rows.map((row) => Object.fromEntries(columns.map(({ name, k }) => [name, row.values[k] ?? null]))),
    kept: rows.map((row) => row.keeps[place] === true),
  };
  const report = filterReport(measured, { entered: sums.rows, whole: analyzed.keepEvery === 1 });
  return {
    index: op.index,
    name: op.name,
    params: prepared.params,
    kept: share(sums.keptBy[place] ?? 0, sums.rows),
    stats: report.stats.map((stat, i): AnalyzedStatReport => {
      const column = columns[i];
      if (!column?.numeric) return { ...stat, spread: null };
      const values = measured.stats.map((row) => row[stat.name]);
      return { ...stat, spread: spreadOf(analyzed, column.k, values) };
    }),
  };
}

function spreadOf(
  { stats, sums }: Analyzed,
  k: number,
  sample: readonly unknown[],
): NonNullable<AnalyzedStatReport['spread']> {
  const moments = sums.moments[numberPlace(stats, k)] as Moments;
  const { count, min, max, mean } = moments;
  const known = (value: number): number | null => (count === 0 ? null : value);
  return {
    count,
    nulls: sums.nulls[k] ?? 0,
    min: known(min),
    max: known(max),
    mean: known(mean),
    std: deviation(moments),
    quantiles: quantiles(sample.filter((v): v is number => typeof v === 'number')),
  };
}

/** Which of the stats that are numbers stat `k` is. */
function numberPlace(stats: Analyzed['stats'], k: number): number {
  return stats.slice(0, k).filter((s) => s.numeric).length;
}

function correlationOf({ stats, sums }: Analyzed, ops: readonly PlannedOp[]): Correlation {
  const names = numberNames(stats, ops);
  const matrix = names.map((_, i) => names.map((__, j): number | null => (i === j ? 1 : null)));
  let place = 0;
  for (let i = 0; i < names.length; i++) {
    if (sums.moments[i]?.m2 === 0) (matrix[i] as (number | null)[])[i] = null;
    for (let j = i + 1; j < names.length; j++, place++) {
      const pair = sums.pairs[place];
      const value = pair ? correlation(pair) : null;
      (matrix[i] as (number | null)[])[j] = value;
      (matrix[j] as (number | null)[])[i] = value;
    }
  }
  return { stats: names, matrix };
}

/** Names of the stats that are numbers; of a stat that two ops measure, with the op. */
function numberNames(stats: Analyzed['stats'], ops: readonly PlannedOp[]): string[] {
  return stats
    .filter((s) => s.numeric)
    .map(({ op, name }) => {
      const again = stats.filter((s) => s.name === name).length > 1;
      return again ? `${name} (op ${op} ${ops[op]?.name})` : name;
    });
}

function languagesOf({ stats, sums }: Analyzed, ops: readonly PlannedOp[]): Language[] {
  const names = numberNames(stats, ops);
  const sorted = [...sums.languages].sort(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1));
  return sorted.map(([lang, { rows, kept, stats: moments }]) => ({
    lang,
    rows,
    share: rows / sums.rows,
    kept: share(kept, rows),
    stats: moments.map((m, k) => ({
      stat: names[k] ?? '',
      mean: m.count === 0 ? null : m.mean,
      std: deviation(m),
      min: m.count === 0 ? null : m.min,
      max: m.count === 0 ? null : m.max,
    })),
  }));
}
