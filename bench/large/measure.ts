/** One large file, planned and processed by `juicer` as a person would; what that took. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessingSummary } from '../../src/model/artefacts.js';
import type { PartitionSizes } from '../../src/plan/sizes.js';
import { measureCommand, type Measured } from '../measure/command.js';
import { ownEnvironment, serverProcesses } from '../run/juicer.js';
import { SEED_PROCESS, TEXT_KEY } from '../run/seed.js';

const CLIENT = fileURLToPath(new URL('../../src/cli/juicer.js', import.meta.url));
const COPY = 16 * 2 ** 20;
/** The seed recipe without its last op, which takes four fifths of the time and memory that does not grow with the input. */
const PROCESS = SEED_PROCESS.slice(0, 2);

/** What planning took: seconds of the survey (before the cut), the scan and the command, and how the partitions came out. */
export interface PlanFigures {
  survey_s: number;
  scan_s: number;
  wall_s: number;
  mb_per_s: number;
  peak_rss_mb: number;
  partitions: number;
  partition_mb: number;
  max_to_median: number;
}

/** What a run took. `planned_s`: until its partitions were cut. */
export interface RunFigures {
  wall_s: number;
  planned_s: number;
  mb_per_s: number;
  worker_cpu_s: number;
  worker_peak_rss_mb: number;
  tree_peak_rss_mb: number;
  partitions: number;
  rows_in: number;
  rows_out: number;
}

/** Writes `base` over and over, whole, until the file has at least so many bytes; gives how many it has. */
export function largeFile(base: string, least: number, target: string): number {
  const buffer = Buffer.allocUnsafe(COPY);
  const [from, to] = [fs.openSync(base, 'r'), fs.openSync(target, 'w')];
  try {
    let written = 0;
    while (written < least)
      for (let at = 0, n = -1; n !== 0; at += n) {
        n = fs.readSync(from, buffer, 0, COPY, at);
        written += fs.writeSync(to, buffer, 0, n);
      }
    return written;
  } finally {
    fs.closeSync(from);
    fs.closeSync(to);
  }
}

/** Plans the file with these keys, in a process of its own. */
export async function planOf(input: string, keys: object, dir: string): Promise<PlanFigures> {
  const measured = await command(
    ['plan', 'recipe.json', '--reuse', 'none', '-o', 'json'],
    dir,
    recipe(input, keys),
  );
  const told = JSON.parse(measured.stdout) as {
    survey_seconds: number;
    scan_seconds: number;
    sizes: PartitionSizes;
  };
  const { partitions, bytes, max_to_median } = told.sizes;
  const seconds = told.survey_seconds + told.scan_seconds;
  return {
    survey_s: round(told.survey_seconds),
    scan_s: round(told.scan_seconds),
    wall_s: round(measured.ended_at - measured.spawned_at),
    mb_per_s: Math.round(fs.statSync(input).size / 1e6 / seconds),
    peak_rss_mb: measured.tree.peak_rss_mb,
    partitions,
    partition_mb: round(bytes.median / 2 ** 20),
    max_to_median,
  };
}

/** Processes the file, with one checkpoint for each partition. */
export async function runOf(input: string, dir: string): Promise<RunFigures> {
  const measured = await command(
    ['run', 'recipe.json', '--reuse', 'none'],
    dir,
    recipe(input, { checkpointing: { enabled: false } }),
  );
  const project = path.join(dir, 'outputs', 'bench');
  const logs = path.join(project, fs.readdirSync(project)[0] ?? '', 'logs');
  const wall = measured.ended_at - measured.spawned_at;
  const worker = measured.groups['worker'];
  return {
    wall_s: round(wall),
    planned_s: round(planSeconds(path.join(logs, 'processing_events.jsonl'))),
    mb_per_s: Math.round(fs.statSync(input).size / 1e6 / wall),
    worker_cpu_s: worker?.cpu_s ?? 0,
    worker_peak_rss_mb: worker?.peak_rss_mb ?? 0,
    tree_peak_rss_mb: measured.tree.peak_rss_mb,
    ...summaryOf(path.join(logs, 'processing_summary.json')),
  };
}

function recipe(input: string, keys: object): object {
  const places = { project_name: 'bench', dataset_path: input, export_path: 'out/result.jsonl' };
  return { ...places, text_keys: TEXT_KEY, ...keys, process: PROCESS };
}

function command(args: string[], dir: string, recipe: object): Promise<Measured> {
  fs.writeFileSync(path.join(dir, 'recipe.json'), JSON.stringify(recipe));
  return measureCommand({
    args: [CLIENT, ...args],
    cwd: dir,
    env: ownEnvironment(),
    group: 'client',
    groups: () => serverProcesses(path.join(dir, '.juicer', 'server.json')),
  });
}

/** How long the input was looked at before the first partition, by the run's events. */
function planSeconds(log: string): number {
  const line = fs
    .readFileSync(log, 'utf8')
    .split('\n')
    .find((one) => one.includes('"DATASET_LOAD"'));
  return (JSON.parse(line ?? '{}') as { duration?: number }).duration ?? NaN;
}

function summaryOf(file: string): Pick<RunFigures, 'partitions' | 'rows_in' | 'rows_out'> {
  const { counts, ledger } = JSON.parse(fs.readFileSync(file, 'utf8')) as ProcessingSummary;
  return { partitions: counts.partitions, rows_in: ledger.rows_in, rows_out: ledger.rows_out };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
