/** What the report knows of a filter's statistics. */

/** A filter with the statistics of the rows that entered it. */
export interface FilterReport {
  index: number;
  name: string;
  /** Rows that were measured, and rows that entered the filter in all partitions that are done. */
  measured: number;
  entered: number;
  /** Whether every row that entered was measured; else an even sample of partitions and rows. */
  whole: boolean;
  stats: StatReport[];
}

/** The values of one statistic: numbers with their histogram, or words with how often each one came. */
export type StatReport = NumberStat | WordStat;

/** A statistic that is a number. */
export interface NumberStat {
  kind: 'number';
  name: string;
  count: number;
  nulls: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  quantiles: { p05: number; p25: number; p50: number; p75: number; p95: number } | null;
  histogram: Bin[];
  thresholds: Threshold[];
}

/** Values in [from, to); the last bin has its end too. `kept` of the `rows` were kept by the filter. */
export interface Bin {
  from: number;
  to: number;
  rows: number;
  kept: number;
}

/** A parameter that bounds a statistic; `kept` is the share of measured rows that another value would keep. */
export interface Threshold {
  param: string;
  value: number | null;
  kept_now: number;
  curve: { at: number; kept: number }[];
}

/** A statistic that is a word, such as a language: the most frequent ones. */
export interface WordStat {
  kind: 'word';
  name: string;
  count: number;
  nulls: number;
  words: { word: string; rows: number; kept: number }[];
  /** Rows with other words. */
  others: number;
}
