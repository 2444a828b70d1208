/** What a scenario of the recorded histories is, and the small run that all of them are about. */
import assert from 'node:assert/strict';
import { until, workspace, type CommandResult, type RunningCommand, type Workspace } from '../e2e/support.js';
import { assertEnded, withFaults, type Fault } from '../faults/support.js';

/** In every row's text, so that a row which found its way into a history is seen. */
export const CANARY = 'canary';

/** Rows of a partition. */
const ROWS = 10;

/** Something that can happen to a run, as a story of commands. */
export interface Scenario {
  /** Name of the scenario and of its run. */
  name: string;
  partitions: number;
  /** Further keys of the recipe. */
  recipe?: string;
  /** Partitions whose histories are kept besides the run's own. */
  children: number[];
  /** Does it; `id` is the name. */
  act(w: Workspace, id: string): Promise<void>;
}

/** A workspace with the scenario's input and recipe: two ops over partitions of ten rows. */
export function scenarioWorkspace({ partitions, recipe = '' }: Scenario): Workspace {
  const w = workspace();
  w.write('in.jsonl', Array.from({ length: partitions * ROWS }, (_, row) => line(row)).join(''));
  w.write(
    'recipe.yaml',
    `project_name: seed
dataset_path: in.jsonl
export_path: out/result.jsonl
partition_size: ${ROWS}
max_concurrent_partitions: 2
retry: {initial_interval: 0.1s}
${recipe}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 20, max_len: 2000}
`,
  );
  return w;
}

/** A line of the input; all are equally long, so partitions are started in the order of their numbers. */
function line(row: number): string {
  return `{"text": "the  ${CANARY} in row ${String(row).padStart(4, '0')} sings of ops"}\n`;
}

/** Starts the run with faults. */
export function startRun(w: Workspace, id: string, faults: readonly Fault[] = []): RunningCommand {
  return w.start(['run', 'recipe.yaml', '--id', id], withFaults(w, faults));
}

/** Runs a command that is to end with this exit code. */
export async function command(w: Workspace, code: number, ...args: string[]): Promise<CommandResult> {
  const result = await w.run(args);
  assertEnded(result, code);
  return result;
}

/** A thread that begins this op on this partition is held, once; `name` names the fault. */
export function hold(name: string, partition: number, op: number): Fault {
  return { name, point: 'op.start', match: `partition_${partition}/op_${op}`, action: 'hold' };
}

/** This op throws on this partition whenever it is begun. */
export function poison(partition: number, op = 1): Fault {
  return { point: 'op.start', match: `partition_${partition}/op_${op}`, action: 'throw' };
}

/** Waits until the run has a status of this kind and no open partition. */
export async function untilQuiet(w: Workspace, id: string, wanted: string): Promise<void> {
  interface Answer {
    status: { status: string; counts: { active: number } } | null;
  }
  const quiet = async (): Promise<boolean> => {
    const { stdout } = await w.run(['status', id, '-o', 'json']);
    const { status } = JSON.parse(stdout) as Answer;
    return status?.status === wanted && status.counts.active === 0;
  };
  await until(quiet, 60_000, `run ${id} to be ${wanted}`);
}

/** Kills the worker of the workspace. */
export function killWorker(w: Workspace): void {
  const { worker } = w.pids();
  assert.ok(worker, 'there is no worker');
  process.kill(worker, 'SIGKILL');
}
