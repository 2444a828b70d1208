/** The threads of a worker: jobs run off the main thread, which watches their progress and ends those that stand still. */
import { createHash, randomBytes } from 'node:crypto';
import { Piscina } from 'piscina';
import { JuicerError } from '../model/errors.js';
import type { Job, JobResults } from './job.js';
import type { ThreadError, ThreadInput, ThreadOutput } from './thread.js';

/** How far a job is: rows or bytes done, index of the op at work (null where there is none). */
export interface JobStand {
  done: number;
  opIndex: number | null;
}

/** What surrounds one job. */
export interface JobOptions {
  /** Aborting ends the thread that runs the job. */
  signal: AbortSignal;
  /** Called every `everyMs` while the job runs or waits for a thread. */
  onBeat(stand: JobStand): void;
  everyMs: number;
  /** A job that does not move for this long is ended with E_STALLED. */
  stallMs: number;
}

/** Runs jobs in threads. */
export interface ThreadPool {
  readonly threads: number;
  run<K extends Job['kind']>(job: Extract<Job, { kind: K }>, options: JobOptions): Promise<JobResults[K]>;
  close(): Promise<void>;
}

/** What the tokens of all attempts of a run start with. */
export function runToken(dir: string): string {
  return createHash('sha256').update(dir).digest('hex').slice(0, 12);
}

/** A fresh token for the temporary files of one attempt of a run. */
export function attemptToken(dir: string): string {
  return `${runToken(dir)}-${randomBytes(6).toString('hex')}`;
}

/** A pool of `threads` threads whose JS heaps are bounded by `heapMb` each. */
export function threadPool(threads: number, heapMb: number): ThreadPool {
  const piscina = new Piscina({
    filename: new URL('./thread.js', import.meta.url).href,
    name: 'run',
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: [],
  });
  // Piscina reports a lost thread to the job that ran in it; the event alone needs no other answer.
  piscina.on('error', () => undefined);
  return {
    threads,
    run: (job, options) => runJob(piscina, job, options) as Promise<never>,
    close: () => piscina.destroy(),
  };
}

async function runJob(piscina: Piscina, job: Job, options: JobOptions): Promise<JobResults[Job['kind']]> {
  const progress = new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT);
  const stop = new AbortController();
  const watch = watchProgress(new Float64Array(progress), options, () =>
    stop.abort(stalled(job, options.stallMs)),
  );
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    const input: ThreadInput = { job, progress };
    const output = (await piscina.run(input, { signal })) as ThreadOutput;
    if (output.ok) return output.value;
    throw revived(output.error);
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    throw lostThread(error);
  } finally {
    clearInterval(watch);
  }
}

function watchProgress(cells: Float64Array, options: JobOptions, onStall: () => void): NodeJS.Timeout {
  let seen = '';
  let movedAt = Date.now();
  return setInterval(() => {
    const now = cells.join();
    // A job that waits for a thread is not standing still.
    if (cells[1] === 0) movedAt = Date.now();
    if (now !== seen) {
      seen = now;
      movedAt = Date.now();
    }
    options.onBeat({ done: cells[0] ?? 0, opIndex: cells[2] ? cells[2] - 1 : null });
    if (Date.now() - movedAt > options.stallMs) onStall();
  }, options.everyMs);
}

function stalled(job: Job, ms: number): JuicerError {
  return new JuicerError(
    'E_STALLED',
    `${job.kind} made no progress for ${Math.round(ms / 1000)} s and was ended`,
    {
      hint: 'look for an op that loops on some row, or for a disk that does not answer',
    },
  );
}

function revived(error: ThreadError): JuicerError {
  const { code, message, hint, place, frames } = error;
  const revivedError = new JuicerError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(place === undefined ? {} : { place }),
  });
  revivedError.stack = [`JuicerError: ${message}`, ...frames.map((f) => `    ${f}`)].join('\n');
  return revivedError;
}

function lostThread(error: unknown): unknown {
  if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new JuicerError('E_MEMORY', 'a thread ran out of memory and was ended', {
      hint: 'make partitions smaller (partition_size, max_partition_size_mb) or run fewer threads (performance.num_workers)',
    });
  }
  return error;
}
