/**
 * Files that ops have in memory once for all threads of a process, however large: the main thread reads them before a job
 * needs them, and hands them on with it. A thread that is not given one reads it by itself.
 */
import { codeAllowed } from '../custom/allowed.js';
import { JuicerError } from '../model/errors.js';
import type { PlannedOp } from '../model/plan.js';
import { readShared, readSharedInTurns } from '../storage/large-file.js';
import type { Job } from './job.js';
import { opOf } from './own-ops.js';

type PlannedFile = PlannedOp['files'][number];
/** Memory with a file, by its hash. */
export type SharedFiles = readonly (readonly [sha256: string, memory: SharedArrayBuffer])[];

/** What this thread has. */
const held = new Map<string, SharedArrayBuffer>();
/** What the main thread is reading. */
const reading = new Map<string, Promise<SharedArrayBuffer>>();

/** Takes over what the main thread has handed on. */
export function noteShared(files: SharedFiles): void {
  for (const [sha256, memory] of files) held.set(sha256, memory);
}

/** What this process has, to be handed on to a thread. */
export function sharedFiles(): SharedFiles {
  return [...held];
}

/**
 * A file of an op that was planned, as this thread has it.
 * @throws JuicerError E_REFUSED when it is not the one that was planned with; E_IO when it cannot be read.
 */
export function sharedFile(op: string, file: Pick<PlannedFile, 'path' | 'sha256'>): DataView {
  let memory = held.get(file.sha256);
  if (!memory) held.set(file.sha256, (memory = matching(op, file, readShared(file.path))));
  return new DataView(memory);
}

/**
 * The files that the ops of a job share; read now by the thread that calls, unless they were before.
 * @throws JuicerError E_UNKNOWN_OP; E_REFUSED and E_IO as above.
 */
export async function sharedFilesFor(job: Job): Promise<SharedFiles> {
  const shared: [string, SharedArrayBuffer][] = [];
  for (const planned of opsRunBy(job)) {
    // A thread refuses code that is not allowed; here it is just not looked into.
    const { shared: params = [] } = planned.code && !codeAllowed() ? {} : opOf(planned);
    for (const file of planned.files.filter(({ param }) => params.includes(param)))
      shared.push([file.sha256, await readOnce(planned.name, file)]);
  }
  return shared;
}

function opsRunBy(job: Job): readonly PlannedOp[] {
  if (job.kind === 'analyze') return job.ops;
  const runs = job.kind === 'apply' || job.kind === 'probe' || job.kind === 'trace' || job.kind === 'survey';
  return runs ? (job.plan?.ops ?? []) : [];
}

function readOnce(op: string, file: PlannedFile): Promise<SharedArrayBuffer> {
  const { sha256, path } = file;
  const known = held.get(sha256);
  if (known) return Promise.resolve(known);
  let memory = reading.get(sha256);
  if (!memory) {
    memory = readSharedInTurns(path).then((read) => matching(op, file, read));
    reading.set(sha256, memory);
    const done = (): void => void reading.delete(sha256);
    memory.then((read) => held.set(sha256, read)).then(done, done);
  }
  return memory;
}

function matching(
  op: string,
  { path, sha256 }: Pick<PlannedFile, 'path' | 'sha256'>,
  read: { memory: SharedArrayBuffer; sha256: string },
): SharedArrayBuffer {
  if (read.sha256 === sha256) return read.memory;
  throw changedFile(op, path);
}

/** A file that is not the one that was planned with. */
export function changedFile(op: string, path: string): JuicerError {
  return new JuicerError('E_REFUSED', `file ${path} of op ${op} has changed since the run was planned`);
}
