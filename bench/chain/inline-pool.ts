/** A thread pool without threads: jobs run here and now, one after the other, so that calls can be counted and failed. */
import type { JobOptions, ThreadPool } from '../../src/engine/pool.js';
import { run, type ThreadError } from '../../src/engine/thread.js';
import type { Job } from '../../src/engine/job.js';
import { JuicerError } from '../../src/model/errors.js';

/** Bytes of a job's progress: four doubles. */
const PROGRESS = 32;

/** The pool. Errors come out of it as they come out of a thread. */
export function inlinePool(): ThreadPool {
  return {
    threads: 1,
    run: (job: Job, _options: JobOptions) => runHere(job) as Promise<never>,
    close: () => Promise.resolve(),
  };
}

async function runHere(job: Job): Promise<unknown> {
  const output = await run({ job, progress: new SharedArrayBuffer(PROGRESS), memoryMb: null, shared: [] });
  if (output.ok) return output.value;
  throw revived(output.error);
}

function revived({ code, message, hint, place }: ThreadError): JuicerError {
  return new JuicerError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(place === undefined ? {} : { place }),
  });
}
