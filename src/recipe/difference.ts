/** What differs between two recipes, key by key and op by op. */
import { differences } from '../model/difference.js';

/** As much of a resolved recipe as is compared: any settings, and the ops. */
export interface Comparable {
  process: { name: string; params: Record<string, unknown> }[];
  [setting: string]: unknown;
}

/**
 * One line for each difference: `partition_size: 100 → 200`, `process[2].text_length_filter.min_len: 50 → 60`,
 * `process[1] clean_links_mapper: removed`. Ops are matched by name, in order; places are those of `after`, of a removed
 * op that of `before`.
 */
export function recipeDifference(before: Comparable, after: Comparable): string[] {
  const { process: opsBefore, ...settingsBefore } = before;
  const { process: opsAfter, ...settingsAfter } = after;
  return [
    ...differences(codeByName(settingsBefore), codeByName(settingsAfter)),
    ...opDifferences(opsBefore, opsAfter),
  ];
}

/** Modules of own ops by name, so that a change of their code is told as one. */
function codeByName(settings: Record<string, unknown>): Record<string, unknown> {
  const { custom_operator_paths: code } = settings;
  if (!Array.isArray(code)) return settings;
  const byName = (code as { path: string; sha256: string }[]).map((c) => [c.path, c.sha256.slice(0, 12)]);
  return { ...settings, custom_operator_paths: Object.fromEntries(byName) as object };
}

function opDifferences(before: Comparable['process'], after: Comparable['process']): string[] {
  const common = commonLengths(before, after);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [was, is] = [before[i], after[j]];
    if (was && is && was.name === is.name) {
      lines.push(...differences(was.params, is.params, `process[${j}].${is.name}`));
      i++;
      j++;
    } else if (was && (!is || lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))) {
      lines.push(`process[${i++}] ${was.name}: removed`);
    } else if (is) {
      lines.push(`process[${j++}] ${is.name}: added`);
    } else return lines;
  }
}

/** Length of the longest common sequence of names from each pair of places on. */
function commonLengths(before: Comparable['process'], after: Comparable['process']): number[][] {
  const lengths: number[][] = [];
  for (let i = before.length - 1; i >= 0; i--) {
    const row: number[] = [];
    lengths[i] = row;
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] =
        before[i]?.name === after[j]?.name
          ? lengthAt(lengths, i + 1, j + 1) + 1
          : Math.max(lengthAt(lengths, i + 1, j), row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly number[][], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
