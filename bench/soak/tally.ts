/** What many seeds come to, in numbers and as a table. */
import type { Trial } from './trial.js';

/** A quantity over all seeds. */
export interface SoakTally {
  seeds: number;
  violations: number;
  failing: number[];
  /** Faults that struck, by kind. */
  faults: Record<string, number>;
  /** Rows × ops. */
  redone: { interrupted: number; repeated: number; total: number };
  /** Seconds from a fault to the next record. */
  recovery: { count: number; p50: number | null; p95: number | null; max: number | null };
  seconds: { p50: number | null; p95: number | null; max: number | null };
  decisions: number;
  temporary_files: number;
}

/** Adds up seeds. */
export function tallyOf(trials: readonly Trial[]): SoakTally {
  const faults: Record<string, number> = {};
  for (const { struck } of trials)
    for (const [kind, count] of Object.entries(struck)) faults[kind] = (faults[kind] ?? 0) + count;
  const sum = (of: (t: Trial) => number): number => trials.reduce((total, t) => total + of(t), 0);
  const recoveries = sorted(trials.flatMap((t) => t.recoveries));
  const seconds = sorted(trials.map((t) => t.seconds));
  return {
    seeds: trials.length,
    violations: sum((t) => t.violations.length),
    failing: trials.filter((t) => t.violations.length > 0).map((t) => t.seed),
    faults: Object.fromEntries(Object.entries(faults).sort(([a], [b]) => (a < b ? -1 : 1))),
    redone: {
      interrupted: sum((t) => t.redone.interrupted),
      repeated: sum((t) => t.redone.repeated),
      total: sum((t) => t.redone.total),
    },
    recovery: { count: recoveries.length, ...quantiles(recoveries) },
    seconds: quantiles(seconds),
    decisions: sum((t) => t.decisions),
    temporary_files: sum((t) => t.temporary),
  };
}

/** The tally for people. */
export function tableOf(tally: SoakTally): string {
  const { redone, recovery, seconds } = tally;
  const share = (n: number): string => `${n} of ${redone.total} rows × ops (${((100 * n) / Math.max(1, redone.total)).toFixed(2)} %)`;
  const rows: [string, string][] = [
    ['seeds', String(tally.seeds)],
    ['violations', `${tally.violations}${tally.failing.length > 0 ? `, seeds ${tally.failing.join(', ')}` : ''}`],
    ['redone, interrupted', share(redone.interrupted)],
    ['redone, finished', share(redone.repeated)],
    ['recovery', `p50 ${recovery.p50 ?? '?'} s, p95 ${recovery.p95 ?? '?'} s, most ${recovery.max ?? '?'} s (${recovery.count} faults)`],
    ['time of a seed', `p50 ${seconds.p50 ?? '?'} s, p95 ${seconds.p95 ?? '?'} s, most ${seconds.max ?? '?'} s`],
    ['decisions', String(tally.decisions)],
    ['temporary files left', String(tally.temporary_files)],
    ...Object.entries(tally.faults).map(([kind, count]): [string, string] => [`fault: ${kind}`, String(count)]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function quantiles(values: readonly number[]): { p50: number | null; p95: number | null; max: number | null } {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95), max: quantile(values, 1) };
}

function quantile(values: readonly number[], share: number): number | null {
  const value = values[Math.max(0, Math.ceil(values.length * share) - 1)];
  return value === undefined ? null : Math.round(value * 100) / 100;
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
