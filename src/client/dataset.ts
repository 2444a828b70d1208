/** What a run has exported, as rows that are read one after the other, whatever the format. */
import { createHash, type Hash } from 'node:crypto';
import { splitLines } from '../events/file-lines.js';
import { manifestFiles } from '../export/manifest-files.js';
import { exportedRow, exportedRows, type ExportedRow } from '../export/read-back.js';
import { BrokenContent } from '../input/chunks.js';
import type { Manifest } from '../model/artefacts.js';
import type { ExportedFile, ExportFormat } from '../model/export.js';
import { JuicerError } from '../model/errors.js';
import { chunksIn, lookAt } from '../storage/files.js';
import { readJson, sha256 } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import { fileSha256 } from './run-size.js';

/** A row as a plain object. Numbers that a double cannot hold are rounded here; the file has them exactly. */
export type Row = ExportedRow;

/**
 * The rows of an export, in input order. Each iteration reads the files anew and holds one piece of them in memory; it
 * throws JuicerError E_CHECKPOINT when a file is not the one that the run committed: at once where its size tells; else, of
 * JSON lines, at the damaged line or at the file's end, and of other formats before the file's first row.
 */
export interface Dataset extends AsyncIterable<Row> {
  /** Number of rows, as the manifest has it. */
  readonly rows: number;
  /** The same number. */
  readonly length: number;
  readonly bytes: number;
  /** Of several files the hash of their hashes, joined by commas. */
  readonly sha256: string;
  /** Absolute path of the exported file, of several the first. */
  readonly path: string;
  readonly format: ExportFormat;
  /** All files, in order. */
  readonly files: readonly ExportedFile[];
}

/**
 * The export that the manifest in a run's folder names; null when the run has not committed one.
 * @throws JuicerError E_CHECKPOINT when the manifest is damaged.
 */
export function openDataset(dir: string): Dataset | null {
  const manifest = readJson<Manifest>(storeAt(dir), RUN_FILES.manifest);
  const files = manifest ? manifestFiles({ files: manifest.files }) : [];
  const [first] = files;
  if (!manifest || !first) return null;
  const { rows, bytes, format } = manifest;
  return {
    rows,
    length: rows,
    bytes,
    sha256: manifest.generation === undefined ? first.sha256 : sha256(files.map((f) => f.sha256).join()),
    path: first.path,
    format,
    files,
    [Symbol.asyncIterator]: () => rowsOf(manifest, files),
  };
}

async function* rowsOf(
  manifest: Manifest,
  files: readonly ExportedFile[],
): AsyncGenerator<Row, void, undefined> {
  for (const file of files) {
    checkSize(file);
    if (manifest.format === 'jsonl') {
      yield* linesOf(file);
      continue;
    }
    if ((await fileSha256(file.path)) !== file.sha256) throw broken(`${file.path} has another sha256`);
    try {
      yield* exportedRows(file.path, manifest);
    } catch (error) {
      if (error instanceof BrokenContent) throw broken(`${file.path}: ${error.message}`);
      throw error;
    }
  }
}

/** Lines are hashed as they are read. */
async function* linesOf(file: ExportedFile): AsyncGenerator<Row> {
  const hash = createHash('sha256');
  let number = 0;
  for await (const line of splitLines(hashed(chunksIn(file.path), hash)))
    yield exportedRow(line, `${file.path}:${++number}`);
  if (hash.digest('hex') !== file.sha256) throw broken(`${file.path} has another sha256`);
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

function checkSize(file: ExportedFile): void {
  const size = lookAt(file.path)?.size;
  if (size === undefined) throw broken(`${file.path} is missing`);
  if (size !== file.bytes) throw broken(`${file.path} has ${size} bytes instead of ${file.bytes}`);
}

function broken(problem: string): JuicerError {
  return new JuicerError('E_CHECKPOINT', `the export is not as it was committed: ${problem}`, {
    hint: 'the run makes it again when it is resumed; another run may have been given the same export_path',
  });
}
