/** Scenarios of what goes along with a run: alerts, segments of several ops, checkpoints of another run. */
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../e2e/support.js';
import { assertEnded, release, runDir, struck } from '../faults/support.js';
import { command, hold, poison, startRun, type Scenario } from './scenario.js';

const WATCHED: Scenario[] = [
  {
    // No disk has an exbibyte free: the alert comes as soon as the run is followed.
    name: 'alert',
    partitions: 2,
    recipe: 'alerts: {min_free_disk_mb: 1099511627776}',
    children: [],
    async act(w, id) {
      const run = startRun(w, id, [hold('held', 0, 1)]);
      await struck(w, 'held');
      const log = path.join(runDir(w, id), 'logs/processing_events.jsonl');
      const told = (): boolean => fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes('"alert: ');
      await until(told, 30_000, 'the alert');
      release(w, 'held');
      assertEnded(await run.done, 0);
    },
  },
];

const BETWEEN_CHECKPOINTS: Scenario[] = [
  {
    // Both ops are one segment; its first attempt fails.
    name: 'two-ops',
    partitions: 2,
    recipe: 'checkpointing: {strategy: every_n_ops, n_ops: 2}',
    children: [1],
    async act(w, id) {
      assertEnded(await startRun(w, id, [{ ...poison(1), name: 'once' }]).done, 0);
      await struck(w, 'once');
    },
  },
  {
    // All checkpoints come from a run before.
    name: 'reuse',
    partitions: 2,
    children: [1],
    async act(w, id) {
      await command(w, 0, 'run', 'recipe.yaml', '--id', 'donor');
      await command(w, 0, 'run', 'recipe.yaml', '--id', id, '--reuse', 'auto');
    },
  },
];

/** All of them. */
export const OTHERS: readonly Scenario[] = [...WATCHED, ...BETWEEN_CHECKPOINTS];
