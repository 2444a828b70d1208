/** The worker of the queue of views: activities that wait for events, many at a time, at hardly any cost. */
import { Worker, type NativeConnection } from '@temporalio/worker';
import { viewQueue } from '../model/ids.js';
import { attemptLog } from './attempt-log.js';
import type { ActivityDependencies } from './dependencies.js';
import { createViewActivities } from './factory.js';

/** Runs that one worker follows at a time; the views of more wait, their work does not. */
const VIEWS = 100;

/** What it shares with the worker of the task queue. */
export interface ViewWorkerOptions {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
}

/** Makes the worker. It ends at once when it is told to: another one takes its views up. */
export function createViewWorker(deps: ActivityDependencies, options: ViewWorkerOptions): Promise<Worker> {
  const { connection, namespace, taskQueue } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue: viewQueue(taskQueue),
    activities: createViewActivities(deps),
    interceptors: { activity: [attemptLog] },
    maxConcurrentActivityTaskExecutions: VIEWS,
    maxConcurrentActivityTaskPolls: 1,
    maxHeartbeatThrottleInterval: Math.min(1000, deps.settings.heartbeatMs / 3),
    shutdownGraceTime: 0,
    shutdownForceTime: 2000,
  });
}

/** Runs workers until all have ended; one that fails ends the others. */
export async function runTogether(workers: readonly Worker[]): Promise<void> {
  await Promise.all(
    workers.map(async (worker) => {
      try {
        await worker.run();
      } finally {
        for (const other of workers) if (other.getState() === 'RUNNING') other.shutdown();
      }
    }),
  );
}
