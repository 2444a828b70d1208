/** One run of a variant by `juicer run`, in a fresh folder, and what it cost and left. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../src/model/errors.js';
import { measureCommand } from '../measure/command.js';
import { ownEnvironment, serverProcesses } from '../run/juicer.js';
import { SEED_PROCESS, TEXT_KEY } from '../run/seed.js';
import type { Variant } from './variants.js';

const CLIENT = fileURLToPath(new URL('../../src/cli/juicer.js', import.meta.url));
const MIB = 2 ** 20;

/** Figures of one run: CPU seconds of the worker and of all processes, memory and sizes in MiB, times in seconds. */
export interface Cost {
  worker_cpu_s: number;
  tree_cpu_s: number;
  worker_peak_rss_mb: number;
  wall_s: number;
  mean_partition_s: number;
  partitions: number;
  checkpoint_files: number;
  checkpoints_mb: number;
  run_dir_mb: number;
  log_mb: number;
  events: number;
  failed_attempts: number;
  export_sha256: string;
}

/** Runs it over `input`; the folder is removed afterwards. */
export async function measureVariant({ keys, faults }: Variant, input: string, dir: string): Promise<Cost> {
  fs.mkdirSync(dir, { recursive: true });
  const recipe = {
    project_name: 'bench',
    dataset_path: input,
    export_path: 'out/result.jsonl',
    text_keys: TEXT_KEY,
    ...keys,
    process: SEED_PROCESS,
  };
  fs.writeFileSync(path.join(dir, 'recipe.json'), JSON.stringify(recipe));
  try {
    const measured = await measureCommand({
      args: [CLIENT, 'run', 'recipe.json'],
      cwd: dir,
      env: { ...ownEnvironment(), ...(faults ? { JUICER_FAULTS: JSON.stringify(faults) } : {}) },
      group: 'client',
      alsoGood: [EXIT.doneWithLosses],
      groups: () => serverProcesses(path.join(dir, '.juicer', 'server.json')),
    });
    const worker = measured.groups['worker'];
    return {
      worker_cpu_s: worker?.cpu_s ?? 0,
      tree_cpu_s: measured.tree.cpu_s,
      worker_peak_rss_mb: worker?.peak_rss_mb ?? 0,
      wall_s: measured.ended_at - measured.spawned_at,
      ...leftIn(dir),
    };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

type Left = Omit<Cost, 'worker_cpu_s' | 'tree_cpu_s' | 'worker_peak_rss_mb' | 'wall_s'>;

function leftIn(dir: string): Left {
  const project = path.join(dir, 'outputs', 'bench');
  const run = path.join(project, fs.readdirSync(project)[0] ?? '');
  const json = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(run, 'logs', name), 'utf8'));
  const metrics = json('performance_metrics.json') as { avg_partition_time: number; count: number };
  const summary = json('processing_summary.json') as { attempts: { failed: number } };
  const checkpoints = filesBelow(path.join(run, 'checkpoints')).filter((file) => file.endsWith('.parquet'));
  const log = filesBelow(path.join(run, 'logs')).filter((file) => file.includes('processing_events'));
  const exported = fs.readFileSync(path.join(dir, 'out', 'result.jsonl'));
  return {
    mean_partition_s: metrics.avg_partition_time,
    partitions: metrics.count,
    checkpoint_files: checkpoints.length,
    checkpoints_mb: sizeOf(checkpoints),
    run_dir_mb: sizeOf(filesBelow(run)),
    log_mb: sizeOf(log),
    events: log.reduce((sum, file) => sum + fs.readFileSync(file, 'latin1').split('\n').length - 1, 0),
    failed_attempts: summary.attempts.failed,
    export_sha256: createHash('sha256').update(exported).digest('hex'),
  };
}

function filesBelow(dir: string): string[] {
  return fs
    .readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + fs.statSync(file).size, 0) / MIB;
}
