/** The figures of a soak. */
import type { SeedOutcome } from './seed.js';

/** Faults by kind, what was redone, how long recoveries took, what was left over. */
export function tableOf(outcomes: readonly SeedOutcome[]): string {
  const kinds = new Map<string, number>();
  for (const kind of outcomes.flatMap((o) => o.struck)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const sum = (of: (o: SeedOutcome) => number): number => outcomes.reduce((total, o) => total + of(o), 0);
  const recoveries = outcomes.flatMap((o) => o.recoveries).sort((a, b) => a - b);
  const redone = sum((o) => o.rows.interrupted + o.rows.repeated);
  const lines = [
    ...[...kinds].sort().map(([kind, count]) => `${kind.padEnd(24)} ${count}`),
    `seeds                    ${outcomes.length}`,
    `violations               ${sum((o) => o.violations.length)}`,
    `rows redone / worked     ${redone} / ${sum((o) => o.rows.all)}`,
    `recovery p50, p95        ${quantile(recoveries, 0.5)} s, ${quantile(recoveries, 0.95)} s`,
    `seconds for each seed    ${(sum((o) => o.seconds) / outcomes.length).toFixed(1)}`,
    `temporary files left     ${sum((o) => o.temporary)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The value at or below which the share `q` of some sorted numbers lies. */
function quantile(sorted: readonly number[], q: number): string {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)];
  return value === undefined ? '-' : value.toFixed(1);
}
