/** The filters of a run: their statistics as far as the rows are still there. */
import { JuicerError } from '../../model/errors.js';
import type { DatasetMapping, Plan } from '../../model/plan.js';
import type { Store } from '../../storage/store.js';
import { measureFilters, type Measures } from './filter-measure.js';
import { filterReport } from './filter-report.js';
import { planSample } from './filter-sample.js';
import type { FilterReport } from './filter-value.js';
import type { OpReport } from './value.js';

/** What the rows are taken from. */
export interface FilterSources {
  store: Store;
  plan: Plan;
  mapping: DatasetMapping;
  isDone(partition: number): boolean;
  ops: readonly OpReport[];
}

/** Every filter with the statistics of the rows that entered it; `missing` says why there are none. */
export async function filterReports(
  sources: FilterSources,
): Promise<{ filters: FilterReport[]; missing: string | null }> {
  const { store, plan, ops } = sources;
  if (!plan.ops.some((op) => op.kind === 'filter'))
    return { filters: [], missing: 'the recipe has no filter' };
  const sample = planSample(sources.mapping, sources.isDone, ops);
  if (sample.partitions.length === 0) return { filters: [], missing: 'no partition with rows is done yet' };
  const measures = await measuredOr(() => measureFilters(store, plan, sample));
  if (typeof measures === 'string') return { filters: [], missing: measures };
  if (measures.missed === sample.partitions.length)
    return {
      filters: [],
      missing: 'the rows are not there any more: neither checkpoints nor the input as it was',
    };
  const whole = sample.whole && measures.missed === 0;
  const filters = measures.filters.map((m) =>
    filterReport(m, { whole, entered: ops.find((op) => op.index === m.index)?.rows_in ?? 0 }),
  );
  return { filters, missing: null };
}

/** An installation that has another version of an op still reports the rest. */
async function measuredOr(measure: () => Promise<Measures>): Promise<Measures | string> {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof JuicerError) return error.message;
    throw error;
  }
}
