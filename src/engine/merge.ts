/** Writes the results of partitions as export lines: streaming, in partition order. */
import { createHash } from 'node:crypto';
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { Part } from '../export/pieces.js';
import { tableCodec } from '../storage/formats/codec.js';
import { readIfWhole } from '../storage/json-file.js';
import type { Store, StoreWriter } from '../storage/store.js';
import { tableRows, type Table } from '../table/column.js';
import { encodeJsonl } from '../table/to-jsonl.js';
import { encodeStats } from '../table/stat-writer.js';
import type { JobResults, MergeJob } from './job.js';

/** Runs a merge job: one partition after the other, so that only one is in memory. */
export async function merge(
  job: MergeJob,
  store: Store,
  onRows: (done: number) => void,
): Promise<JobResults['merge']> {
  const writer = store.writer(job.piece);
  const stats = job.stats === null ? null : store.writer(job.stats);
  const parts: Part[] = [];
  let rows = 0;
  try {
    for (const result of job.results) {
      const table = await tableOf(job, store, result);
      parts.push(append(writer, table, job));
      for (const batch of stats === null ? [] : table.batches) stats?.append(encodeStats(batch));
      onRows((rows += tableRows(table)));
    }
    const piece = committed(writer, job.piece);
    return { rows, piece, parts, stats: stats && job.stats !== null ? committed(stats, job.stats) : null };
  } catch (error) {
    writer.abort();
    stats?.abort();
    throw error;
  }
}

async function tableOf({ plan }: MergeJob, store: Store, result: FileRef): Promise<Table> {
  const bytes = readIfWhole(store, result);
  if (!bytes) throw damagedResult(result.path);
  return tableCodec(plan.storage).decode(bytes);
}

/** Writes the lines of a partition; their hash is wanted where they become a file of their own. */
function append(writer: StoreWriter, table: Table, { plan, perPartition }: MergeJob): Part {
  const options = { textKey: plan.reader.text_key, keepStats: plan.export.keep_stats };
  const hash = perPartition ? createHash('sha256') : null;
  let bytes = 0;
  for (const batch of table.batches) {
    const lines = encodeJsonl(batch, table.layouts, options);
    writer.append(lines);
    hash?.update(lines);
    bytes += lines.length;
  }
  return { rows: tableRows(table), bytes, sha256: hash?.digest('hex') ?? '' };
}

function committed(writer: StoreWriter, path: string): FileRef {
  const ref = { path, ...writer.digest() };
  writer.commit('replace');
  return ref;
}

/** Told by its place: the run makes the partition's result again. */
function damagedResult(name: string): JuicerError {
  return new JuicerError('E_RESULT', `${name} is not as it was committed: its content has changed`, {
    place: name,
    hint: 'resume the run: it is made again from the last good checkpoint',
  });
}
