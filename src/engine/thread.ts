/** The entry of a worker thread: runs one job at a time. Errors go back as plain values (a clone would lose them). */
import { JuicerError, type ErrorCode } from '../model/errors.js';
import { scanJsonl } from '../input/scan.js';
import { localStore } from '../storage/local-store.js';
import { apply } from './apply.js';
import { cut } from './cut.js';
import type { Job, JobResults } from './job.js';
import { join, merge } from './merge.js';

/** What a thread is handed: the job, and a shared buffer of three doubles for its progress. */
export interface ThreadInput {
  job: Job;
  progress: SharedArrayBuffer;
}

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
export async function run({ job, progress }: ThreadInput): Promise<ThreadOutput> {
  const cells = new Float64Array(progress);
  cells[1] = 1;
  const onDone = (done: number): void => {
    cells[0] = done;
  };
  const onOp = (done: number, opIndex: number): void => {
    cells[0] = done;
    cells[2] = opIndex + 1;
  };
  try {
    return { ok: true, value: await dispatch(job, onDone, onOp) };
  } catch (error) {
    return { ok: false, error: portable(error) };
  }
}

async function dispatch(
  job: Job,
  onDone: (n: number) => void,
  onOp: (n: number, op: number) => void,
): Promise<JobResults[Job['kind']]> {
  const store = localStore(job.dir, job.token);
  switch (job.kind) {
    case 'scan':
      return scanJsonl(job.file, job.bounds, onDone);
    case 'cut':
      return cut(job, store, onDone);
    case 'apply':
      return apply(job, store, onOp);
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
