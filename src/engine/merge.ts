/** Writes results as export lines, and joins the pieces: streaming, in partition order. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import { tableCodec } from '../storage/formats/codec.js';
import { readIfWhole } from '../storage/json-file.js';
import { localStore } from '../storage/local-store.js';
import { setAsideFiles } from '../storage/set-aside.js';
import type { Store } from '../storage/store.js';
import { tableRows } from '../table/column.js';
import { encodeJsonl } from '../table/to-jsonl.js';
import type { JobResults, JoinJob, MergeJob } from './job.js';

const JOIN_CHUNK = 8 * 1024 * 1024;

/** Runs a merge job: one partition after the other, so that only one is in memory. */
export async function merge(
  job: MergeJob,
  store: Store,
  onRows: (done: number) => void,
): Promise<JobResults['merge']> {
  const writer = store.writer(job.piece);
  const options = { textKey: job.plan.reader.text_key, keepStats: job.plan.export.keep_stats };
  let rows = 0;
  try {
    for (const result of job.results) {
      const bytes = readIfWhole(store, result);
      if (!bytes) throw damagedResult(result.path);
      const table = await tableCodec(job.plan.storage.engine).decode(bytes);
      for (const batch of table.batches) writer.append(encodeJsonl(batch, table.layouts, options));
      rows += tableRows(table);
      onRows(rows);
    }
    const digest = writer.digest();
    writer.commit('replace');
    return { rows, piece: { path: job.piece, ...digest } };
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** Runs a join job: the export file takes its place by one rename, after every piece was checked. */
export function join(job: JoinJob, store: Store, onBytes: (done: number) => void): JobResults['join'] {
  const out = localStore(path.dirname(job.target), job.token).writer(path.basename(job.target));
  let done = 0;
  try {
    for (const piece of job.pieces) {
      for (const bytes of pieceBytes(store, piece)) {
        out.append(bytes);
        onBytes((done += bytes.length));
      }
    }
    const digest = out.digest();
    out.commit('replace');
    return digest;
  } catch (error) {
    out.abort();
    throw error;
  }
}

/** The bytes of a piece. One that is not as it was committed is set aside with its record, so that it is made again. */
function* pieceBytes(store: Store, piece: FileRef): Generator<Uint8Array> {
  const hash = createHash('sha256');
  const size = store.size(piece.path) ?? 0;
  for (let at = 0; at < size; at += JOIN_CHUNK) {
    const bytes = store.read(piece.path, { start: at, end: Math.min(size, at + JOIN_CHUNK) });
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') === piece.sha256) return;
  setAsideFiles(store, [piece.path, `${piece.path}.json`], 'it is not as it was committed');
  throw damaged(piece.path);
}

/** Told by its place: the run makes the partition's result again. */
function damagedResult(name: string): JuicerError {
  return new JuicerError('E_RESULT', `${name} is not as it was committed: its content has changed`, {
    place: name,
    hint: 'resume the run: it is made again from the last good checkpoint',
  });
}

function damaged(name: string): JuicerError {
  return new JuicerError('E_CHECKPOINT', `${name} is not as it was committed: its content has changed`, {
    hint: 'resume the run: the piece was set aside and is made again',
  });
}
