/** The folder of one seed: input, recipe, and the commands that are run in it. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inputLines } from '../../test/faults/support.js';
import { launch, type RunningCommand } from '../../test/e2e/support.js';
import type { Schedule } from './schedule.js';
import { ATTEMPTS, HEARTBEAT_MS, PARTITION_ROWS, PARTITIONS } from './shape.js';

/** Is in rows that cannot be read: must be nowhere but in data. */
export const CANARY = 'soak-canary-7f3a';
const BAD_EVERY = 37;

/** Where a seed happens. */
export interface Scene {
  dir: string;
  runId: string;
  runDir: string;
  /** Environment of every command. */
  env: Record<string, string>;
  /** Every command that was started, for the search of canaries. */
  commands: RunningCommand[];
}

/** Makes folder, input and recipe. `env` is what every command gets besides the faults. */
export function makeScene(dir: string, schedule: Schedule, env: Record<string, string>): Scene {
  const runId = `soak-${schedule.seed}`;
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, 'in.jsonl'), inputOf());
  fs.writeFileSync(path.join(dir, 'recipe.yaml'), recipeOf(schedule.settings));
  const runDir = path.join(dir, 'outputs/soak', runId);
  const own = { JUICER_HEARTBEAT_MS: String(HEARTBEAT_MS), JUICER_FAULTS: faultsOf(dir, schedule) };
  return { dir, runId, runDir, env: { ...own, ...env }, commands: [] };
}

/** Starts a command of `juicer`. */
export function juicer(scene: Scene, args: string[]): RunningCommand {
  const command = launch(scene.dir, args, scene.env);
  scene.commands.push(command);
  return command;
}

/** Hash of the export, null when there is none. */
export function exportSha256(scene: Scene): string | null {
  const file = path.join(scene.dir, 'out/result.jsonl');
  return fs.existsSync(file) ? createHash('sha256').update(fs.readFileSync(file)).digest('hex') : null;
}

/** Partitions in the order in which they are started: the largest first, equal ones in order. */
export function startOrder(): number[] {
  const lines = inputOf().split(/(?<=\n)/);
  const bytes = Array.from({ length: PARTITIONS }, (_, id) =>
    Buffer.byteLength(lines.slice(id * PARTITION_ROWS, (id + 1) * PARTITION_ROWS).join('')),
  );
  return [...bytes.keys()].sort((a, b) => (bytes[b] ?? 0) - (bytes[a] ?? 0) || a - b);
}

/** Name of a fault's marker file. */
export function marker(scene: Pick<Scene, 'dir'>, name: string): string {
  return path.join(scene.dir, `fault-${name}`);
}

function inputOf(): string {
  const lines = inputLines(PARTITIONS * PARTITION_ROWS);
  return lines.map((line, i) => (i % BAD_EVERY === 5 ? `{"text": "${CANARY} ${i}\n` : line)).join('');
}

function recipeOf(settings: readonly string[]): string {
  return `project_name: soak
dataset_path: in.jsonl
export_path: out/result.jsonl
partition_size: ${PARTITION_ROWS}
on_partition_error: park
max_retries: ${ATTEMPTS - 1}
retry: {initial_interval: 0.1s, maximum_interval: 1s}
max_worker_losses: 20
${settings.join('\n')}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 20, max_len: 4000}
  - language_id_score_filter: {lang: en, min_score: 0.2}
  - text_length_filter: {min_len: 60, max_len: 2000}
  - language_id_score_filter: {lang: en, min_score: 0.8}
`;
}

/** Faults for the environment: those that were drawn, and a hold for each step. */
function faultsOf(dir: string, { faults, steps }: Schedule): string {
  const order = startOrder();
  const drawn = faults.map(({ name, kind: _kind, ...fault }) => ({ ...fault, marker: marker({ dir }, name) }));
  const holds = steps.map(({ hold }, i) => ({
    point: 'op.start',
    match: `partition_${order[hold.place] ?? 0}/op_${hold.op}/`,
    action: 'hold',
    marker: marker({ dir }, `hold-${i}`),
  }));
  return JSON.stringify([...drawn, ...holds]);
}
