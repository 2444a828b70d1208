/** Writes results as export lines, and joins the pieces: streaming, in partition order. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { tableCodec } from '../storage/formats/codec.js';
import { sha256 } from '../storage/json-file.js';
import { localStore } from '../storage/local-store.js';
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
      const bytes = store.read(result.path);
      if (sha256(bytes) !== result.sha256) throw damaged(result.path);
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
      const size = store.size(piece.path);
      if (size !== piece.bytes) throw damaged(piece.path);
      for (let at = 0; at < size; at += JOIN_CHUNK) {
        const bytes = store.read(piece.path, { start: at, end: Math.min(size, at + JOIN_CHUNK) });
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

function damaged(name: string): JuicerError {
  return new JuicerError('E_CHECKPOINT', `${name} is not as it was committed: its content has changed`, {
    hint: 'resume the run: what is damaged is set aside and made again',
  });
}
