/** The entry of a worker thread: runs one job at a time. Errors go back as plain values (a clone would lose them). */
import v8 from 'node:v8';
import { JuicerError, type ErrorCode } from '../model/errors.js';
import { scanInputs, type Scanned } from '../input/scan.js';
import { firstChanged } from '../input/verify.js';
import { hashFiles } from '../storage/large-file.js';
import type { Store } from '../storage/store.js';
import { storeAt } from '../storage/store-at.js';
import { analyzeRange } from './analyze-range.js';
import { apply } from './apply.js';
import { convert } from './convert.js';
import { cut } from './cut.js';
import { findDonor } from './donor.js';
import type { Job, JobResults, ScanJob } from './job.js';
import { noteCodeOf } from './own-ops.js';
import { join } from './join.js';
import { merge } from './merge.js';
import { probe } from './probe.js';
import { noteShared, type SharedFiles } from './shared-files.js';
import { survey } from './survey.js';
import { joinTrace } from './tracer-join.js';

/** What a thread is handed: the job, and a shared buffer of four doubles for its progress. */
export interface ThreadInput {
  job: Job;
  progress: SharedArrayBuffer;
  /** Memory that the thread may use, MiB. */
  memoryMb: number | null;
  shared: SharedFiles;
}

const END_LIMIT_MS = 60_000;

/** An error of a job. Of a foreign error only class, code and frames are told: its message may quote a row. */
export interface ThreadError {
  code: ErrorCode;
  message: string;
  hint?: string;
  place?: string;
  frames: string[];
}

/** What a thread hands back. */
export type ThreadOutput = { ok: true; value: JobResults[Job['kind']] } | { ok: false; error: ThreadError };

/** Runs the job of one call; never throws. */
export async function run({ job, progress, memoryMb, shared }: ThreadInput): Promise<ThreadOutput> {
  const cells = new Float64Array(progress);
  cells[1] = 1;
  noteShared(shared);
  const onDone = (done: number): void => {
    cells[0] = done;
    cells[3] = usedMb();
    if (memoryMb !== null && cells[3] > memoryMb) awaitEnd();
  };
  const onOp = (done: number, opIndex: number): void => {
    onDone(done);
    cells[2] = opIndex + 1;
  };
  try {
    return { ok: true, value: await dispatch(job, onDone, onOp) };
  } catch (error) {
    return { ok: false, error: portable(error) };
  }
}

/** Memory of this thread, its buffers and WASM included, MiB. */
function usedMb(): number {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}

/** Works no further: the main thread sees what is used and ends this thread, which frees all of it. */
function awaitEnd(): never {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, END_LIMIT_MS);
  throw new JuicerError('E_MEMORY', 'a thread used more than its share of memory');
}

function scan(job: ScanJob, store: Store, onProgress: (done: number) => void): Promise<Scanned> {
  const { bounds, sampling, textKey } = job;
  return scanInputs(job.files, { bounds, sampling, textKey, contents: store, onProgress });
}

async function dispatch(
  job: Job,
  onDone: (n: number) => void,
  onOp: (n: number, op: number) => void,
): Promise<JobResults[Job['kind']]> {
  const store = storeAt(job.dir, job.token);
  if ('plan' in job && job.plan) noteCodeOf(job.plan.ops, store);
  switch (job.kind) {
    case 'survey':
      return survey(job, onDone);
    case 'scan':
      return scan(job, store, onDone);
    case 'verify':
      return firstChanged(job.partitions, onDone);
    case 'hash':
      return hashFiles(job.files, onDone);
    case 'donor':
      return findDonor(job, store, onDone);
    case 'probe':
      return probe(job, onOp);
    case 'cut':
      return cut(job, store, onDone);
    case 'apply':
      return apply(job, store, onOp);
    case 'convert':
      return convert(job, store, onDone);
    case 'trace':
      return joinTrace(job, store, onDone);
    case 'analyze':
      return analyzeRange(job, onDone);
    case 'merge':
      return merge(job, store, onDone);
    case 'join':
      return join(job, store, onDone);
  }
}

function portable(error: unknown): ThreadError {
  if (error instanceof JuicerError) {
    const { code, message, hint, place } = error;
    return {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(place === undefined ? {} : { place }),
      frames: ownFrames(error),
    };
  }
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const code = (error as { code?: unknown }).code;
  return {
    code: 'E_INTERNAL',
    message: `unexpected ${name}${typeof code === 'string' ? ` (${code})` : ''}`,
    frames: ownFrames(error),
  };
}

/** Up to three stack frames in our own code, without the error's message. */
export function ownFrames(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node_modules') && !line.includes('node:'))
    .slice(0, 3)
    .map((line) => line.trim().replace(/\(?(?:file:\/\/)?[^()\s]*\/(src\/[^()]*)\)?/, '($1)'));
}
