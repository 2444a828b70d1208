/** The activities of the merge: spans of partitions become pieces, pieces become the export, the manifest comes last. */
import path from 'node:path';
import type { FileRef } from '../model/checkpoint.js';
import type { CommitResult, MergeResult, RunRef } from '../model/contract.js';
import type { Manifest } from '../model/artefacts.js';
import { JuicerError } from '../model/errors.js';
import { sha256, unsealed, writeJson } from '../storage/json-file.js';
import { mergePiece, resultRecord, RUN_FILES, SCRATCH } from '../storage/layout.js';
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
    const made = await runJob<'merge'>(
      deps,
      { kind: 'merge', dir: run.dir, plan: files.plan, results, piece },
      { phase: 'merge', total: null, folders: [SCRATCH] },
    );
    writeJson(files.store, `${piece}.json`, { ...made, key });
    return { from, to, ...made };
  });
}

interface PieceRecord {
  rows: number;
  piece: FileRef;
  /** Digest of the results it was made of. */
  key: string;
}

/** A piece that stands, by its record and size; its bytes are hashed when they are joined. Others are set aside. */
function readPiece(store: Store, piece: string): PieceRecord | null {
  const name = `${piece}.json`;
  if (store.size(name) === null) return null;
  const record = unsealed<PieceRecord>(store.read(name));
  if (record && store.size(piece) === record.piece.bytes) return record;
  setAsideFiles(store, [piece, name], 'it is not as its record says, or the record is damaged');
  return null;
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

/** Joins the pieces into the export file and, last of all, writes the manifest. */
export function commitExport(
  deps: ActivityDependencies,
  input: { run: RunRef; span: number },
): Promise<CommitResult> {
  const { run, span } = input;
  return measured(run, async () => {
    const files = runFiles(run);
    const pieces = piecesOf(files, span);
    const target = files.plan.export.path;
    const joined = await joinPieces(deps, run, { pieces: pieces.map((p) => p.piece), target });
    const rows = pieces.reduce((sum, p) => sum + p.rows, 0);
    const manifest: Manifest = {
      schema_version: 1,
      run_id: run.run_id,
      recipe_sha256: run.recipe_sha256,
      plan_sha256: sha256(files.store.read(RUN_FILES.plan)),
      format: 'jsonl',
      rows,
      bytes: joined.bytes,
      files: [{ path: target, sha256: joined.sha256, rows, bytes: joined.bytes }],
      schema: { fields: [{ name: files.plan.reader.text_key, type: 'string' }] },
      created_at: new Date().toISOString(),
    };
    const ref = writeJson(files.store, RUN_FILES.manifest, manifest);
    return { rows, bytes: joined.bytes, sha256: joined.sha256, path: target, manifest: ref };
  });
}

function joinPieces(
  deps: ActivityDependencies,
  run: RunRef,
  o: { pieces: FileRef[]; target: string },
): Promise<{ sha256: string; bytes: number }> {
  const total = o.pieces.reduce((sum, p) => sum + p.bytes, 0);
  return runJob<'join'>(
    deps,
    { kind: 'join', dir: run.dir, ...o },
    { phase: 'commit', total, folders: [path.dirname(o.target)] },
  );
}

function piecesOf(files: RunFiles, span: number): PieceRecord[] {
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
