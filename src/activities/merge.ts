/** The first half of the merge: spans of partitions become pieces. What becomes of them: commit-export.ts. */
import type { FileRef } from '../model/checkpoint.js';
import type { MergeResult, RunRef } from '../model/contract.js';
import type { Part } from '../export/pieces.js';
import { targetOf } from '../export/target.js';
import { JuicerError } from '../model/errors.js';
import { sha256, unsealed, writeJson } from '../storage/json-file.js';
import { mergePiece, resultRecord, SCRATCH } from '../storage/layout.js';
import { setAsideFiles } from '../storage/set-aside.js';
import type { Store } from '../storage/store.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { runFiles, type RunFiles } from './run-files.js';
import { standingRecord } from './standing-record.js';

/** Writes partitions [from, to) as one piece; a piece whose record stands is adopted. */
export function mergeSpan(
  deps: ActivityDependencies,
  input: { run: RunRef; from: number; to: number },
): Promise<MergeResult> {
  const { run, from, to } = input;
  return measured(run, async () => {
    const files = runFiles(run);
    const piece = mergePiece(from, to);
    const results = resultsOf(files, from, to);
    const key = sha256(results.map((r) => r.sha256).join());
    const standing = readPiece(files.store, piece);
    if (standing?.key === key) return { from, to, rows: standing.rows, piece: standing.piece };
    const { path: target, shard_size, stats } = files.plan.export;
    const made = await runJob<'merge'>(
      deps,
      {
        kind: 'merge',
        dir: run.dir,
        plan: files.plan,
        results,
        piece,
        stats: stats === true ? `${piece}.stats` : null,
        perPartition: targetOf(target).isFolder && shard_size === undefined,
      },
      { phase: 'merge', total: null, folders: [SCRATCH] },
    );
    writeJson(files.store, `${piece}.json`, { ...made, key });
    return { from, to, rows: made.rows, piece: made.piece };
  });
}

/** What is noted of a piece that stands. */
export interface PieceRecord {
  rows: number;
  piece: FileRef;
  parts: Part[];
  /** The piece of the file of stats; null when there is none. */
  stats: FileRef | null;
  /** Digest of the results it was made of. */
  key: string;
}

/** A piece that stands, by its record and size; its bytes are hashed when they are joined. Others are set aside. */
function readPiece(store: Store, piece: string): PieceRecord | null {
  const name = `${piece}.json`;
  if (store.size(name) === null) return null;
  const record = unsealed<PieceRecord>(store.read(name));
  if (record && [record.piece, ...(record.stats ? [record.stats] : [])].every((file) => isThere(store, file)))
    return withParts(record);
  setAsideFiles(store, [piece, name], 'it is not as its record says, or the record is damaged');
  return null;
}

function isThere(store: Store, { path, bytes }: FileRef): boolean {
  return store.size(path) === bytes;
}

/** Records of earlier builds do not tell of their parts, and are of an export in one file. */
function withParts(record: PieceRecord): PieceRecord {
  const { rows, piece } = record;
  const { parts = [{ rows, bytes: piece.bytes, sha256: '' }], stats = null } = record as Partial<PieceRecord>;
  return { ...record, parts, stats };
}

function resultsOf(files: RunFiles, from: number, to: number): FileRef[] {
  return files.mapping.partitions.slice(from, to).flatMap((p) => {
    const record = standingRecord(files, p);
    if (!record) {
      throw new JuicerError('E_RESULT', `the result of partition ${p.id} or its record is missing`, {
        place: resultRecord(p.id),
      });
    }
    return record.status === 'done' ? [record.result] : [];
  });
}

/**
 * The pieces of all partitions, in order.
 * @throws JuicerError E_CHECKPOINT when one is missing.
 */
export function piecesOf(files: RunFiles, span: number): PieceRecord[] {
  const pieces: PieceRecord[] = [];
  const count = files.mapping.partitions.length;
  for (let from = 0; from < count; from += span) {
    const name = mergePiece(from, Math.min(count, from + span));
    const record = readPiece(files.store, name);
    if (!record) throw new JuicerError('E_CHECKPOINT', `${name} is missing`);
    pieces.push(record);
  }
  return pieces;
}
