/** What the checker finds: violations of the promises, as plain values. */

/** One broken promise: which one, which rule of it, what was seen, and in which file. */
export interface Violation {
  promise: 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6' | 'P10';
  rule: string;
  detail: string;
  file?: string;
}

/** What the checker may be told besides the run's folder. */
export interface CheckOptions {
  /** Strings of row text and secrets that must not be anywhere but in data files. */
  canaries?: string[];
  /** Rows that the export must have. */
  expectRows?: number;
  /** Hash that the export file must have: that of an undisturbed run. */
  expectSha256?: string;
  /** How the run must have ended. */
  expectVerdict?: 'done' | 'failed' | 'cancelled' | 'waiting';
  /** Executions of the run's workflow that started (and ended, unless the last one waits); default 1. */
  executions?: number;
  /** Partitions whose files were damaged or taken away from outside: their work may be done again unasked. */
  damaged?: number[];
  /** The input file, where it is the only one and not where the mapping says. */
  input?: string;
  /** JSON dumps of workflow histories. */
  historyFiles?: string[];
  /** Logs of workers, servers and clients. */
  logFiles?: string[];
}

/** Takes one violation. */
export type Report = (promise: Violation['promise'], rule: string, detail: string, file?: string) => void;

/** A list of violations and the function that fills it. */
export function collector(): { violations: Violation[]; report: Report } {
  const violations: Violation[] = [];
  const report: Report = (promise, rule, detail, file) => {
    violations.push({ promise, rule, detail, ...(file === undefined ? {} : { file }) });
  };
  return { violations, report };
}
