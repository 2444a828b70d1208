/** Holds the files of an export against a manifest, wherever that stands: size, sha256, and rows as they are read. */
import path from 'node:path';
import { manifestFiles } from '../export/manifest-files.js';
import { countRows } from '../export/read-back.js';
import { BrokenContent } from '../input/chunks.js';
import type { Manifest } from '../model/artefacts.js';
import { JuicerError } from '../model/errors.js';
import type { ExportedFile, ExportFormat } from '../model/export.js';
import { lookAt, readFile } from '../storage/files.js';
import { unsealed } from '../storage/json-file.js';
import { exportProblem } from './verify-run.js';

/** What a manifest promises, and which of its files do not keep it. */
export interface VerifiedManifest {
  run_id: string;
  files: number;
  rows: number;
  bytes: number;
  bad: { path: string; problem: string }[];
}

/**
 * Reads every file that a manifest names. Its files stand at their paths or, if it was written for the export's own folder,
 * beside it.
 * @throws JuicerError E_USAGE when there is no such file, E_CHECKPOINT when it is damaged or no manifest.
 */
export async function verifyManifest(file: string): Promise<VerifiedManifest> {
  const manifest = readManifest(file);
  const named = manifestFiles(manifest).map((entry) => ({
    ...entry,
    path: path.resolve(path.dirname(file), entry.path),
  }));
  const bad: VerifiedManifest['bad'] = [];
  for (const [i, entry] of named.entries()) {
    const format = i < manifest.files.length ? manifest.format : 'jsonl';
    const problem = (await exportProblem(entry)) ?? (await rowsProblem(entry, format));
    if (problem !== null) bad.push({ path: entry.path, problem });
  }
  const { run_id, rows, bytes } = manifest;
  return { run_id, files: named.length, rows, bytes, bad };
}

function readManifest(file: string): Manifest {
  if (lookAt(file)?.isFile() !== true) {
    throw new JuicerError('E_USAGE', `there is no manifest ${file}`, {
      hint: "it is metadata/manifest.json in a run's folder, see juicer path RUN; beside several files another one stands",
    });
  }
  const manifest = unsealed<Partial<Manifest>>(readFile(file));
  if (manifest?.files && manifest.format) return manifest as Manifest;
  throw new JuicerError('E_CHECKPOINT', `${file} is damaged, or no manifest of an export`);
}

async function rowsProblem(file: ExportedFile, format: ExportFormat): Promise<string | null> {
  try {
    const rows = await countRows(file.path, format);
    return rows === file.rows ? null : `the export has ${rows} rows, the manifest says ${file.rows}`;
  } catch (error) {
    if (error instanceof BrokenContent) return `the export cannot be read: ${error.message}`;
    throw error;
  }
}
