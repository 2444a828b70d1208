/** Scenarios of steering: pause, tune and work that is done again. */
import { until, type RunningCommand, type Workspace } from '../e2e/support.js';
import { assertEnded, finished, release, struck } from '../faults/support.js';
import { command, hold, startRun, untilQuiet, type Scenario } from './scenario.js';

/** Scenarios in which a person steers the run. */
export const STEERED: readonly Scenario[] = [
  {
    name: 'pause-resume',
    partitions: 3,
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
    partitions: 3,
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
    // One that is done, from the input; and one that is at work, from its first op.
    name: 'rerun-open',
    partitions: 2,
    children: [0, 1],
    async act(w, id) {
      const run = startRun(w, id, [hold('held', 1, 0)]);
      await struck(w, 'held');
      await finished(w, id, [0]);
      const done = await askedFor(w, id, '0', 'input');
      const open = await askedFor(w, id, '1', '0');
      release(w, 'held');
      for (const command of [run, done, open]) assertEnded(await command.done, 0);
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

/** Starts a retry of an open run, and waits until the run has taken it. */
async function askedFor(w: Workspace, id: string, partition: string, from: string): Promise<RunningCommand> {
  const retry = w.start(['retry', id, '--partition', partition, '--from-op', from]);
  await until(() => /attached run/.test(retry.stderr()), 60_000, 'the retry to be taken');
  return retry;
}
