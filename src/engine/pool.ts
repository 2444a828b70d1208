/** The threads of a worker: jobs run off the main thread, which watches their progress and ends those that stand still. */
import { createHash, randomBytes } from 'node:crypto';
import { Piscina } from 'piscina';
import { JuicerError } from '../model/errors.js';
import type { Job, JobResults } from './job.js';
import { sharedFilesFor } from './shared-files.js';
import type { ThreadError, ThreadInput, ThreadOutput } from './thread.js';

/** Cells of a job's progress: rows or bytes done, 1 once a thread has it, index of the op + 1, memory in use (MiB). */
const PROGRESS_CELLS = 4;
const MEMORY_CELL = 3;
/** V8 does not start with much less. */
const LEAST_HEAP_MB = 64;
const MEMORY_HINT =
  'make partitions smaller (partition_size, max_partition_size_mb), raise performance.memory_limit_gb or run fewer threads (performance.num_workers)';

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
  /** Memory that the job may use, MiB, its buffers included; beyond it its thread is ended with E_MEMORY. Null: no bound. */
  memoryMb: number | null;
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

/** Threads beyond the first end when nothing was to be done for this long; a worker that only answers has one. */
const IDLE_MS = 60_000;

/**
 * A pool of `threads` threads whose JS heaps are bounded by `heapMb` each. A job with a lower bound runs in threads that
 * were started with that bound: a thread's heap cannot be bounded later.
 */
export function threadPool(threads: number, heapMb: number): ThreadPool {
  const pools = new Map([[heapMb, startPool(threads, heapMb, 1)]]);
  const poolFor = (memoryMb: number | null): Piscina => {
    const bound = Math.min(heapMb, Math.max(LEAST_HEAP_MB, Math.floor(memoryMb ?? heapMb)));
    const pool = pools.get(bound) ?? startPool(threads, bound, 0);
    pools.set(bound, pool);
    return pool;
  };
  return {
    threads,
    run: (job, options) => runJob(poolFor(options.memoryMb), job, options) as Promise<never>,
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

function startPool(threads: number, heapMb: number, kept: number): Piscina {
  const piscina = new Piscina({
    filename: new URL('./thread.js', import.meta.url).href,
    name: 'run',
    minThreads: kept,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    execArgv: [],
  });
  // Piscina reports a lost thread to the job that ran in it; the event alone needs no other answer.
  piscina.on('error', () => undefined);
  return piscina;
}

async function runJob(piscina: Piscina, job: Job, options: JobOptions): Promise<JobResults[Job['kind']]> {
  const progress = new SharedArrayBuffer(PROGRESS_CELLS * Float64Array.BYTES_PER_ELEMENT);
  const stop = new AbortController();
  const watch = watchProgress(new Float64Array(progress), job, { ...options, end: (e) => stop.abort(e) });
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    const shared = await sharedFilesFor(job);
    const input: ThreadInput = { job, progress, memoryMb: options.memoryMb, shared };
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

function watchProgress(
  cells: Float64Array,
  job: Job,
  options: JobOptions & { end(error: JuicerError): void },
): NodeJS.Timeout {
  let seen = '';
  let movedAt = performance.now();
  return setInterval(() => {
    const now = cells.slice(0, MEMORY_CELL).join();
    // A job that waits for a thread is not standing still.
    if (cells[1] === 0) movedAt = performance.now();
    if (now !== seen) {
      seen = now;
      movedAt = performance.now();
    }
    options.onBeat({ done: cells[0] ?? 0, opIndex: cells[2] ? cells[2] - 1 : null });
    if (performance.now() - movedAt > options.stallMs) options.end(stalled(job, options.stallMs));
    const used = cells[MEMORY_CELL] ?? 0;
    if (options.memoryMb !== null && used > options.memoryMb) options.end(tooMuchMemory(options.memoryMb));
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

function tooMuchMemory(memoryMb: number): JuicerError {
  return new JuicerError(
    'E_MEMORY',
    `a thread used more than its share of memory, ${Math.floor(memoryMb)} MiB, and was ended`,
    { hint: MEMORY_HINT },
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
    return new JuicerError('E_MEMORY', 'a thread ran out of memory and was ended', { hint: MEMORY_HINT });
  }
  return error;
}
