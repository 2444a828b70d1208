/** Outcomes of a sweep, counted. */
import type { DiskCall } from '../../src/storage/disk-fault.js';
import type { Outcome } from './trial.js';

/** How often each thing came about. */
export type Counts = Record<string, number>;

/** What a sweep came to. */
export interface SweepTally {
  trials: number;
  ends: Counts;
  /** Per mode and code of the fault. */
  by_fault: Record<string, Counts>;
  /** Trials by the call that failed. */
  by_call: Counts;
  /** Attempts that failed, by the code of the error that was told. */
  failures: Counts;
  set_aside: number;
  broken: Outcome[];
}

/** Counts outcomes. */
export function tallyOf(outcomes: readonly Outcome[]): SweepTally {
  const by_fault: Record<string, Counts> = {};
  const [ends, by_call, failures]: [Counts, Counts, Counts] = [{}, {}, {}];
  for (const outcome of outcomes) {
    add(ends, outcome.end);
    add((by_fault[`${outcome.mode}, ${outcome.code}`] ??= {}), outcome.end);
    if (outcome.call) add(by_call, outcome.call);
    for (const type of outcome.failures) add(failures, type);
  }
  const set_aside = outcomes.reduce((sum, outcome) => sum + outcome.set_aside, 0);
  const broken = outcomes.filter((outcome) => outcome.end === 'broken');
  return { trials: outcomes.length, ends, by_fault, by_call, failures, set_aside, broken };
}

/** How often each call occurs. */
export function countsOf(calls: readonly DiskCall[]): Counts {
  const counts: Counts = {};
  for (const call of calls) add(counts, call);
  return counts;
}

function add(counts: Counts, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
