/** Scenarios of steering: pause, tune and work that is done again. */
import { until } from '../e2e/support.js';
import { assertEnded, finished, release, struck } from '../faults/support.js';
import { command, hold, startRun, untilQuiet, type Scenario } from './scenario.js';

/** Scenarios in which a person steers the run. */
export const STEERED: readonly Scenario[] = [
  {
    name: 'pause-resume',
    partitions: 4,
    children: [1],
    async act(w, id) {
      const run = startRun(w, id, [hold('held', 1, 0)]);
      await struck(w, 'held');
      await command(w, 0, 'pause', id);
      release(w, 'held');
      await untilQuiet(w, id, 'paused');
      const resumed = w.start(['resume', id]);
      assertEnded(await run.done, 0);
      assertEnded(await resumed.done, 0);
    },
  },
  {
    // The later one of two open partitions yields to the narrower window, and is started again in the wider one.
    name: 'tune',
    partitions: 4,
    children: [1],
    async act(w, id) {
      const run = startRun(w, id, [hold('first', 0, 0), hold('second', 1, 0)]);
      await struck(w, 'first', 'second');
      await command(w, 0, 'tune', id, '--max-concurrent-partitions', '1');
      await command(w, 0, 'tune', id, '--max-concurrent-partitions', '3');
      release(w, 'first', 'second');
      assertEnded(await run.done, 0);
    },
  },
  {
    name: 'rerun-open',
    partitions: 3,
    children: [0, 2],
    async act(w, id) {
      const run = startRun(w, id, [hold('held', 2, 0)]);
      await struck(w, 'held');
      await finished(w, id, [0]);
      const again = [w.start(['retry', id, '--partition', '0', '--from-op', 'input'])];
      await until(() => /attached run/.test(again[0]?.stderr() ?? ''), 60_000, 'the retry to be taken');
      const open = w.start(['retry', id, '--partition', '2', '--from-op', '0']);
      await until(() => /attached run/.test(open.stderr()), 60_000, 'the second retry to be taken');
      release(w, 'held');
      for (const { done } of [run, open, ...again]) assertEnded(await done, 0);
    },
  },
  {
    name: 'rerun-closed',
    partitions: 3,
    children: [1],
    async act(w, id) {
      assertEnded(await startRun(w, id).done, 0);
      await command(w, 0, 'retry', id, '--partition', '1', '--from-op', '1');
    },
  },
];
