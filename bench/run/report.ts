/** The figures for people. */
import type { Cost } from '../measure/tree.js';
import type { Figures, Pair } from './figures.js';
import type { Machine } from './machine.js';
import type { Corpus } from './options.js';

/** Everything that was measured. `median` is the pair of the middle CPU ratio. */
export interface BenchReport {
  machine: Machine;
  corpus: Omit<Corpus, 'path'>;
  median: Pair;
  pairs: Pair[];
  same_rows: boolean;
}

/** The report as lines of text. */
export function reportText({ machine, corpus, median, pairs, same_rows }: BenchReport): string {
  const { ours, bare } = median;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `machine   ${machine.cores} cores of ${machine.cpu}, ${machine.memory_gb} GB, ${machine.platform}, load ${machine.load}`,
    `versions  node ${machine.node}, ${versions.join(', ')}`,
    `corpus    ${corpus.docs} documents, ${(corpus.bytes / 1e6).toFixed(1)} MB, sha256 ${corpus.sha256}`,
    '',
    row('', ['docs/s', 'wall s', 'CPU s', 'peak RSS', 'peak PSS MB']),
    figuresRow('juicer run', ours),
    ...groupRows(ours.groups),
    figuresRow('bare loop', bare),
    '',
    `start-up ${ours.start_up_s} s, the run itself ${inside(ours)} s, its end ${ours.shut_down_s} s`,
    `CPU ${median.cpu_ratio} times and wall ${median.wall_ratio} times that of the bare loop${ofPairs(pairs)}`,
    same_rows
      ? `both keep the same ${ours.kept.rows} rows: ids sha256 ${ours.kept.ids_sha256}`
      : `THE ROWS DIFFER: ${ours.kept.rows} here, ${bare.kept.rows} in the bare loop`,
  ].join('\n');
}

/** Whether all runs of both sides kept the same ids and texts in the same order. */
export function sameRows(pairs: readonly Pair[]): boolean {
  const seen = pairs.flatMap(({ ours, bare }) => [ours.kept, bare.kept]);
  return new Set(seen.map((kept) => `${kept.rows} ${kept.ids_sha256} ${kept.texts_sha256}`)).size === 1;
}

function figuresRow(name: string, { docs_per_s, wall_s, tree }: Figures): string {
  return row(name, [String(docs_per_s), wall_s.toFixed(2), ...costCells(tree)]);
}

function groupRows(groups: Record<string, Cost>): string[] {
  const known = ['server', 'worker', 'client', 'guard'].filter((name) => name in groups);
  return known.map((name) => row(`  ${name}`, ['', '', ...costCells(groups[name] as Cost)]));
}

function costCells({ cpu_s, peak_rss_mb, peak_pss_mb }: Cost): string[] {
  return [cpu_s.toFixed(2), String(peak_rss_mb), String(peak_pss_mb)];
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(12)}${cells.map((cell) => cell.padStart(12)).join('')}`;
}

function inside({ wall_s, start_up_s, shut_down_s }: Figures): string {
  return (wall_s - (start_up_s ?? 0) - (shut_down_s ?? 0)).toFixed(2);
}

function ofPairs(pairs: readonly Pair[]): string {
  if (pairs.length === 1) return '';
  const ratios = pairs.map((pair) => pair.cpu_ratio).sort((a, b) => a - b);
  return ` (median of ${pairs.length} pairs by CPU ratio, which ran from ${ratios[0]} to ${ratios.at(-1)})`;
}
