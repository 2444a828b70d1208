/** What an analysis adds up over the rows of a dataset. Its size follows the number of stats, languages and sampled rows. */
import type { StatValue } from '../ops/define.js';
import {
  addMoments,
  addPair,
  addPairs,
  addValue,
  noMoments,
  noPairs,
  type Moments,
  type PairMoments,
} from './analyze-moments.js';

/** A stat of a filter of the chain. */
export interface AnalyzedStat {
  /** Index of the filter in the chain. */
  op: number;
  name: string;
  numeric: boolean;
}

/** Rows of one language. */
export interface LanguageSums {
  rows: number;
  kept: number;
  /** One per stat that is a number, in order. */
  stats: Moments[];
}

/** What a row came to: a value per stat, and whether each filter keeps it; null where the filter threw. */
export interface AnalyzedRow {
  values: StatValue[];
  keeps: (boolean | null)[];
}

/** Sums over rows. Lists are in the order of stats, of stats that are numbers, or of filters. */
export interface AnalyzedSums {
  /** Rows that were taken and could be read. */
  rows: number;
  unreadable: number;
  /** Rows that made an op of the chain throw, by op. */
  threw: number[];
  /** Rows that every filter keeps. */
  kept: number;
  keptBy: number[];
  nulls: number[];
  moments: Moments[];
  /** Pairs of stats that are numbers, (0,1), (0,2) … (1,2) …. */
  pairs: PairMoments[];
  languages: Map<string, LanguageSums>;
  /** Rows whose values are kept for quantiles, histograms and curves, in input order. */
  sample: AnalyzedRow[];
}

/** Sums of no row. */
export function noSums(stats: readonly AnalyzedStat[], o: { ops: number; filters: number }): AnalyzedSums {
  const numbers = stats.filter((s) => s.numeric).length;
  return {
    rows: 0,
    unreadable: 0,
    threw: new Array<number>(o.ops).fill(0),
    kept: 0,
    keptBy: new Array<number>(o.filters).fill(0),
    nulls: stats.map(() => 0),
    moments: Array.from({ length: numbers }, noMoments),
    pairs: Array.from({ length: (numbers * (numbers - 1)) / 2 }, noPairs),
    languages: new Map(),
    sample: [],
  };
}

/** Takes a row in. */
export function addRow(sums: AnalyzedSums, stats: readonly AnalyzedStat[], row: AnalyzedRow): void {
  const kept = row.keeps.every((keep) => keep === true);
  if (kept) sums.kept++;
  row.keeps.forEach((keep, k) => {
    if (keep) sums.keptBy[k] = (sums.keptBy[k] ?? 0) + 1;
  });
  row.values.forEach((value, k) => {
    if (value === null) sums.nulls[k] = (sums.nulls[k] ?? 0) + 1;
  });
  const numbers = row.values.filter((_, k) => stats[k]?.numeric).map(asNumber);
  addNumbers(sums.moments, numbers);
  let place = 0;
  for (let i = 0; i < numbers.length; i++) {
    for (let j = i + 1; j < numbers.length; j++, place++) {
      const [a, b, pair] = [numbers[i] ?? null, numbers[j] ?? null, sums.pairs[place]];
      if (a !== null && b !== null && pair) addPair(pair, a, b);
    }
  }
  const language = row.values[stats.findIndex(isLanguage)];
  if (typeof language === 'string') addToLanguage(sums, language, { numbers, kept });
}

/** Whether a stat says which language a row is in. */
export function isLanguage({ name, numeric }: AnalyzedStat): boolean {
  return !numeric && name === 'lang';
}

function addToLanguage(
  sums: AnalyzedSums,
  language: string,
  { numbers, kept }: { numbers: (number | null)[]; kept: boolean },
): void {
  const known = sums.languages.get(language) ?? { rows: 0, kept: 0, stats: sums.moments.map(noMoments) };
  sums.languages.set(language, known);
  known.rows++;
  if (kept) known.kept++;
  addNumbers(known.stats, numbers);
}

function addNumbers(moments: readonly Moments[], numbers: readonly (number | null)[]): void {
  moments.forEach((sum, k) => {
    const value = numbers[k] ?? null;
    if (value !== null) addValue(sum, value);
  });
}

function asNumber(value: StatValue): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Takes the sums of later rows in. */
export function addSums(sums: AnalyzedSums, later: AnalyzedSums): void {
  sums.rows += later.rows;
  sums.unreadable += later.unreadable;
  sums.kept += later.kept;
  sums.threw = added(sums.threw, later.threw);
  sums.keptBy = added(sums.keptBy, later.keptBy);
  sums.nulls = added(sums.nulls, later.nulls);
  later.moments.forEach((m, k) => addMoments(sums.moments[k] as Moments, m));
  later.pairs.forEach((p, k) => addPairs(sums.pairs[k] as PairMoments, p));
  for (const [language, other] of later.languages) {
    const known = sums.languages.get(language);
    if (!known) {
      sums.languages.set(language, other);
      continue;
    }
    known.rows += other.rows;
    known.kept += other.kept;
    other.stats.forEach((m, k) => addMoments(known.stats[k] as Moments, m));
  }
  for (const row of later.sample) sums.sample.push(row);
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return a.map((n, k) => n + (b[k] ?? 0));
}
