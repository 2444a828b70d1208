/** What activities depend on; a worker makes one of these. */
import type { ThreadPool } from '../engine/pool.js';
import type { WorkerMetrics } from './metrics.js';
import type { ParkedPartitions } from './metrics-parked.js';

/** Settings of a worker that activities need. */
export interface WorkerSettings {
  /** Silence after which a worker is taken for dead, handed to the workflows of the runs that are planned here. */
  heartbeatMs: number;
  /** Partitions that one execution of such a run starts before it continues as new; the plan's own default if not given. */
  childrenPerExecution?: number | undefined;
  /** A job that does not move for this long is ended. */
  stallMs: number;
}

/** Handed to every activity. */
export interface ActivityDependencies {
  pool: ThreadPool;
  settings: WorkerSettings;
  /** For alerts and parked partitions, which the activity that follows a run sees; a worker always has them. */
  metrics?: WorkerMetrics;
  parked?: ParkedPartitions;
}
