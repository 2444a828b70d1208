/** Makes the files of an export of the pieces of the merge. Each takes its place by one rename. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { columnsOf } from '../export/columns.js';
import { openExport } from '../export/open.js';
import { PieceReader, wholeLines } from '../export/pieces.js';
import {
  cutByCsvSize,
  cutBySize,
  ShardPlanner,
  shardsOfParts,
  type Cut,
  type Shard,
} from '../export/shards.js';
import { Survey } from '../export/survey.js';
import { shardName, singleName, statsName, targetOf, type ExportTarget } from '../export/target.js';
import { totalRows, type ExportColumn, type ExportedFile } from '../model/export.js';
import { sha256, unsealed, writeJson } from '../storage/json-file.js';
import { exportedRecord } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import type { Store, StoreWriter } from '../storage/store.js';
import type { Exported, JoinJob } from './job.js';

const CHUNK = 8 * 1024 * 1024;

/** What a join works with. */
interface Ground {
  job: JoinJob;
  /** The run's folder, and that of the export. */
  store: Store;
  out: Store;
  target: ExportTarget;
  reader: PieceReader;
}

/** What is known of the rows before they are written; of one file that is no more than the lines nothing. */
interface Known {
  columns: ExportColumn[] | null;
  ordered: boolean;
  shards: Shard[] | null;
}

/** Runs a join job. */
export async function join(job: JoinJob, store: Store, onBytes: (done: number) => void): Promise<Exported> {
  const target = targetOf(job.export.path);
  const out = storeAt(target.folder, job.token);
  const ground = { job, store, out, target, reader: new PieceReader(store, job.pieces, onBytes) };
  const known = look(ground);
  const { columns, ordered, shards } = known;
  const several = target.isFolder || job.export.shard_size !== undefined;
  const generation = several && shards ? generationOf(target, shards, job) : null;
  const files =
    generation !== null && shards
      ? await writeShards(ground, known, generation)
      : [await writeOne(ground, known)];
  const stats = job.stats && writeStats(ground, job.stats, generation);
  return { files, stats, generation, columns, ordered };
}

/** Looks at the rows as often as it takes to know columns and cuts. */
function look({ job, target, reader }: Ground): Known {
  const { shard_size: size } = job.export;
  const isCsv = target.format === 'csv';
  const typed = isCsv || target.format === 'parquet' || target.format === 'arrow';
  const byParts = target.isFolder && size === undefined;
  const survey = new Survey();
  const planner = new ShardPlanner(job.pieces, cutBySize(size ?? Infinity));
  if (!typed && size === undefined)
    return { columns: null, ordered: true, shards: byParts ? shardsOfParts(job.pieces) : null };
  for (const lines of wholeLines(reader.all())) {
    if (typed) survey.add(lines);
    planner.add(lines);
  }
  const columns = typed
    ? columnsOf(survey, { format: isCsv ? 'csv' : 'columns', textKey: job.textKey })
    : null;
  if (byParts) return { columns, ordered: survey.ordered, shards: shardsOfParts(job.pieces) };
  const shards =
    isCsv && columns && size !== undefined
      ? cutAgain(job, reader, cutByCsvSize(size, columns))
      : planner.finish();
  return { columns, ordered: survey.ordered, shards };
}

/** What a row takes in CSV is known only when the columns are. */
function cutAgain(job: JoinJob, reader: PieceReader, cut: Cut): Shard[] {
  const planner = new ShardPlanner(job.pieces, cut);
  for (const lines of wholeLines(reader.all())) planner.add(lines);
  return planner.finish();
}

/** The same rows in the same files have the same name, whichever attempt writes them. */
function generationOf({ ending }: ExportTarget, shards: readonly Shard[], { stats }: JoinJob): string {
  const parts = [...shards, ...(stats ?? [])].map((part) => part.sha256);
  return sha256([ending, ...parts].join()).slice(0, 8);
}

/** The file of a whole export. */
async function writeOne(
  { job, out, target, reader }: Ground,
  { columns, shards }: Known,
): Promise<ExportedFile> {
  const name = singleName(target);
  const shard = shards?.[0];
  const bytes = shard ? wholeLines(reader.range(shard.from, shard)) : reader.all();
  const written = await write(out.writer(name), { bytes, target, columns });
  const rows = totalRows(job.pieces.flatMap(({ parts }) => parts));
  return { path: path.join(target.folder, name), sha256: written.sha256, rows, bytes: written.bytes };
}

/** The files of an export in several; those that an earlier attempt has written stay. */
async function writeShards(
  ground: Ground,
  { shards, columns }: Known,
  generation: string,
): Promise<ExportedFile[]> {
  const { store, out, target, reader } = ground;
  const files: ExportedFile[] = [];
  const count = shards?.length ?? 0;
  for (const [index, shard] of (shards ?? []).entries()) {
    const name = shardName(target, { generation, index, count });
    const standing = standingFile(store, out, name);
    if (standing) {
      files.push(standing);
      continue;
    }
    const bytes = wholeLines(reader.range(shard.from, shard));
    const written = await write(out.writer(name), { bytes, target, columns });
    const file = {
      path: path.join(target.folder, name),
      sha256: written.sha256,
      rows: shard.rows,
      bytes: written.bytes,
    };
    writeJson(store, exportedRecord(name), file);
    files.push(file);
  }
  return files;
}

async function write(
  writer: StoreWriter,
  o: { bytes: Iterable<Buffer>; target: ExportTarget; columns: ExportColumn[] | null },
): Promise<{ sha256: string; bytes: number }> {
  try {
    const open = await openExport(o.target.format, o.columns ?? []);
    const file = open(writer);
    for (const bytes of o.bytes) await file.write(bytes);
    await file.end();
    const digest = writer.digest();
    writer.commit('replace');
    return digest;
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** A file that an earlier attempt of this run has written, as its record says; it is read to be sure. */
function standingFile(store: Store, out: Store, name: string): ExportedFile | null {
  const record = exportedRecord(name);
  if (store.size(record) === null) return null;
  const file = unsealed<ExportedFile>(store.read(record));
  if (!file || out.size(name) !== file.bytes) return null;
  const hash = createHash('sha256');
  for (let at = 0; at < file.bytes; at += CHUNK)
    hash.update(out.read(name, { start: at, end: Math.min(file.bytes, at + CHUNK) }));
  return hash.digest('hex') === file.sha256 ? file : null;
}

/** The file of stats: JSON lines, one for each row of the data. */
function writeStats(
  { job, store, out, target }: Ground,
  refs: NonNullable<JoinJob['stats']>,
  generation: string | null,
): ExportedFile {
  const name = statsName(target, generation);
  const reader = new PieceReader(
    store,
    refs.map((ref) => ({ ...ref, parts: [] })),
    () => undefined,
  );
  const writer = out.writer(name);
  try {
    for (const bytes of reader.all()) writer.append(bytes);
    const digest = writer.digest();
    writer.commit('replace');
    const rows = totalRows(job.pieces.flatMap(({ parts }) => parts));
    return { path: path.join(target.folder, name), sha256: digest.sha256, rows, bytes: digest.bytes };
  } catch (error) {
    writer.abort();
    throw error;
  }
}
