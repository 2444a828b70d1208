/** A thread pool that counts what its jobs come to. */
import type { Job, JobResults } from '../engine/job.js';
import { totalBytes } from '../model/export.js';
import type { JobOptions, ThreadPool } from '../engine/pool.js';
import type { WorkerMetrics } from './metrics.js';

/** The same pool, counted. */
export function meteredPool(pool: ThreadPool, metrics: WorkerMetrics): ThreadPool {
  let jobs = 0;
  const changed = (by: number): void => {
    jobs += by;
    metrics.threads(Math.min(jobs, pool.threads), Math.max(0, jobs - pool.threads));
  };
  changed(0);
  return {
    threads: pool.threads,
    close: () => pool.close(),
    async run<K extends Job['kind']>(
      job: Extract<Job, { kind: K }>,
      options: JobOptions,
    ): Promise<JobResults[K]> {
      changed(1);
      try {
        const result = await pool.run<K>(job, options);
        count(metrics, job, result);
        return result;
      } finally {
        changed(-1);
      }
    },
  };
}

function count(metrics: WorkerMetrics, job: Job, result: JobResults[Job['kind']]): void {
  if (job.kind === 'cut') metrics.read(result as JobResults['cut'], job.partition.bytes);
  if (job.kind === 'apply') metrics.applied(result as JobResults['apply']);
  if (job.kind === 'join') metrics.exported(totalBytes((result as JobResults['join']).files));
}
