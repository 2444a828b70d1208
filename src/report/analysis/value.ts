/** An analysis of a dataset: what the filters of a recipe measure before any of them drops a row. */
import type { StatReport } from '../data/filter-value.js';

/** What `juicer analyze RECIPE|DATASET` tells; its JSON. */
export interface DatasetAnalysis {
  dataset: string;
  recipe: string | null;
  /** Names of the ops that rows went through, mappers and filters. */
  ops: string[];
  rows: {
    total: number;
    /** Rows that were measured; fewer than `total` when an even sample was asked for, or rows are not readable. */
    measured: number;
    /** Of those that were taken, rows that cannot be read. */
    unreadable: number;
    /** Rows that made an op throw; after a mapper they are measured no further. */
    threw: { index: number; op: string; rows: number }[];
    /** Every so manieth row of the input was taken. */
    every: number;
  };
  /** Rows that all filters keep. */
  kept: Kept;
  /** Where quantiles, histograms and curves come from: all measured rows, or every `every`-th of them. */
  sample: { rows: number; every: number };
  filters: AnalyzedFilter[];
  correlation: Correlation;
  /** Empty when no filter measures the language. The most frequent first. */
  languages: Language[];
  seconds: number;
}

/** Rows, and their share of the rows that were measured; null of none. */
export interface Kept {
  rows: number;
  share: number | null;
}

/** A filter, by itself: what it would keep if it were the only one. */
export interface AnalyzedFilter {
  index: number;
  name: string;
  params: Record<string, unknown>;
  kept: Kept;
  stats: AnalyzedStatReport[];
}

/** A stat, as in the report of a run. */
export type AnalyzedStatReport = StatReport & { spread: Spread | null };

/**
 * Of a stat that is a number. Count, nulls, min, max, mean and std are of all rows that were measured; quantiles are of the
 * sample, interpolated between neighbours as NumPy does by default.
 */
export interface Spread {
  count: number;
  nulls: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** Of a sample: n − 1. */
  std: number | null;
  quantiles: Quantiles | null;
}

/** Values at or below which so many per cent of the rows lie. */
export interface Quantiles {
  p01: number;
  p05: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
  p99: number;
}

/** Pearson's correlation of stats that are numbers, over the rows that have both; null where one of them does not vary. */
export interface Correlation {
  stats: string[];
  matrix: (number | null)[][];
}

/** Rows of one language. */
export interface Language {
  lang: string;
  rows: number;
  /** Of the rows that were measured. */
  share: number;
  kept: Kept;
  stats: { stat: string; mean: number | null; std: number | null; min: number | null; max: number | null }[];
}
