/** Everything that workflow code has a path for, as scenarios: how a run and its partitions come to their ends. */
import fs from 'node:fs';
import path from 'node:path';
import { until, type Workspace } from '../e2e/support.js';
import { assertEnded, DONE, finished, release, runDir, struck, withFaults } from '../faults/support.js';
import { OTHERS } from './scenarios-others.js';
import { STEERED } from './scenarios-steered.js';
import { command, hold, killWorker, poison, startRun, type Scenario } from './scenario.js';

const FAILED = 1;
const REFUSED = 6;
const NEEDS_DECISION = 8;

const ENDS: Scenario[] = [
  {
    name: 'finish',
    partitions: 3,
    children: [0],
    act: async (w, id) => assertEnded(await startRun(w, id).done, 0),
  },
  {
    name: 'retry',
    partitions: 2,
    children: [1],
    async act(w, id) {
      assertEnded(await startRun(w, id, [{ ...poison(1), name: 'once' }]).done, 0);
      await struck(w, 'once');
    },
  },
  {
    // An attempt is lost, the last one that Temporal has left fails: after a pause it is scheduled again.
    name: 'worker-killed',
    partitions: 2,
    recipe: 'max_retries: 1',
    children: [1],
    async act(w, id) {
      const second = { ...poison(1), name: 'second', match: 'partition_1/op_1/attempt_2' };
      const run = startRun(w, id, [hold('held', 1, 1), second]);
      await struck(w, 'held');
      killWorker(w);
      assertEnded(await run.done, 0);
      await struck(w, 'second');
    },
  },
  {
    // Temporal gives up with the only attempt, which was lost: it is scheduled again at once.
    name: 'worker-lost',
    partitions: 2,
    recipe: 'max_retries: 0',
    children: [1],
    async act(w, id) {
      const run = startRun(w, id, [hold('held', 1, 1)]);
      await struck(w, 'held');
      killWorker(w);
      assertEnded(await run.done, 0);
    },
  },
  {
    name: 'skip',
    partitions: 3,
    recipe: 'max_retries: 0\non_partition_error: skip',
    children: [1],
    act: async (w, id) => assertEnded(await startRun(w, id, [poison(1)]).done, DONE),
  },
  {
    name: 'failure',
    partitions: 3,
    recipe: 'max_retries: 0\non_partition_error: fail',
    children: [1],
    async act(w, id) {
      assertEnded(await startRun(w, id, [poison(1)]).done, FAILED);
      await command(w, 0, 'resume', id);
    },
  },
  {
    name: 'fail-fast',
    partitions: 4,
    recipe: 'enable_fault_tolerance: false',
    children: [0, 1],
    async act(w, id) {
      const run = startRun(w, id, [hold('beside', 0, 0), { ...poison(1), name: 'first' }]);
      await struck(w, 'beside', 'first');
      release(w, 'beside');
      assertEnded(await run.done, FAILED);
    },
  },
  {
    name: 'limit',
    partitions: 2,
    recipe: 'max_quarantined_rows: 0',
    children: [],
    async act(w, id) {
      fs.appendFileSync(w.path('in.jsonl'), '{"text": \n');
      assertEnded(await startRun(w, id).done, FAILED);
    },
  },
  {
    name: 'refused',
    partitions: 2,
    children: [],
    async act(w, id) {
      assertEnded(await startRun(w, id).done, 0);
      fs.appendFileSync(w.path('in.jsonl'), '{"text": "one more"}\n');
      await command(w, REFUSED, 'retry', id, '--partition', '1', '--from-op', 'input');
    },
  },
  {
    name: 'damaged-result',
    partitions: 2,
    children: [0],
    act: damageBeforeMerge,
  },
  {
    name: 'cancel',
    partitions: 3,
    recipe: 'max_retries: 1',
    children: [0, 1],
    act: cancelInTheMiddle,
  },
];

const PARKED: Scenario[] = [
  {
    name: 'park-skip',
    partitions: 2,
    recipe: 'max_retries: 0',
    children: [1],
    async act(w, id) {
      await park(w, id, 1);
      await command(w, DONE, 'decide', id, 'skip', '--partition', '1');
    },
  },
  {
    name: 'park-retry',
    partitions: 2,
    recipe: 'max_retries: 0',
    children: [1],
    async act(w, id) {
      await park(w, id, 1);
      await command(w, 0, 'decide', id, 'retry', '--all');
    },
  },
  {
    name: 'park-quarantine',
    partitions: 2,
    recipe: 'max_retries: 0',
    children: [1],
    async act(w, id) {
      await park(w, id, 1);
      await command(w, DONE, 'decide', id, 'quarantine', '--all');
    },
  },
  {
    name: 'park-fail',
    partitions: 2,
    recipe: 'max_retries: 0',
    children: [],
    async act(w, id) {
      await park(w, id, 1);
      await command(w, FAILED, 'decide', id, 'fail', '--all');
      await command(w, DONE, 'decide', id, 'skip', '--partition', '1');
    },
  },
  {
    name: 'park-cancel',
    partitions: 2,
    recipe: 'max_retries: 0',
    children: [],
    async act(w, id) {
      await park(w, id, 1);
      await command(w, 0, 'cancel', id);
    },
  },
  {
    // Two partitions to an execution; what is parked is carried over.
    name: 'continue-as-new',
    partitions: 5,
    recipe: 'max_retries: 0',
    children: [1],
    async act(w, id) {
      const env = { ...withFaults(w, [poison(1)]), JUICER_CHILDREN_PER_EXECUTION: '2' };
      assertEnded(await w.run(['run', 'recipe.yaml', '--id', id], env), NEEDS_DECISION);
      await command(w, 0, 'decide', id, 'retry', '--all');
    },
  },
];

/** All scenarios. */
export const SCENARIOS: readonly Scenario[] = [...ENDS, ...PARKED, ...STEERED, ...OTHERS];

async function park(w: Workspace, id: string, partition: number): Promise<void> {
  assertEnded(await startRun(w, id, [poison(partition)]).done, NEEDS_DECISION);
}

/** A result goes bad after its partition is done and before the merge reads it. */
async function damageBeforeMerge(w: Workspace, id: string): Promise<void> {
  const run = startRun(w, id, [hold('held', 1, 1)]);
  await struck(w, 'held');
  await finished(w, id, [0]);
  const file = path.join(runDir(w, id), 'results/partition_000000_processed.parquet');
  fs.truncateSync(file, 100);
  release(w, 'held');
  assertEnded(await run.done, 0);
}

/** One partition is at work and one waits for its next attempt when the cancel comes; then the run is gone on with. */
async function cancelInTheMiddle(w: Workspace, id: string): Promise<void> {
  w.write('recipe.yaml', w.read('recipe.yaml').replace('initial_interval: 0.1s', 'initial_interval: 60s'));
  const run = startRun(w, id, [hold('held', 0, 1), { ...poison(1), name: 'backoff' }]);
  await struck(w, 'held', 'backoff');
  const cancel = w.start(['cancel', id]);
  await until(() => cancel.process.exitCode !== null, 60_000, 'the cancel to have ended the run');
  assertEnded(await cancel.done, 0);
  assertEnded(await run.done, FAILED);
  await command(w, 0, 'resume', id);
}
