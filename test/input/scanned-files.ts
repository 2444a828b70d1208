/** Files of a test, scanned and read as a run reads them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CutBounds } from '../../src/input/cutter.js';
import { inputFiles } from '../../src/input/discover.js';
import { scanInputs, type Scanned } from '../../src/input/scan.js';
import { sourceRows } from '../../src/input/source-rows.js';
import { badLines } from '../../src/engine/quarantine.js';
import { samplingOf, type DatasetPath } from '../../src/model/dataset.js';
import type { QuarantineLine } from '../../src/model/checkpoint.js';
import type { Store } from '../../src/storage/store.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';

/** Writes files into a folder of their own below `dir` and scans that. */
export async function scannedFiles(
  dir: string,
  files: Record<string, Uint8Array | string>,
  o: { bounds?: CutBounds; textKey?: string; contents?: Store | null; textRows?: 'file' | 'line' } = {},
): Promise<Scanned> {
  const folder = fs.mkdtempSync(path.join(dir, 'in-'));
  for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), bytes);
  const specs = await inputFiles({ dataset_path: folder, suffixes: [], text_files: o.textRows ?? 'file' });
  const { bounds = { rows: 1000, bytes: 1e9 }, textKey = 'text', contents = null } = o;
  return scanInputs(specs, { bounds, sampling: null, textKey, contents, onProgress: () => undefined });
}

/** Scans the parts of a mixture. */
export async function scannedMixture(
  dataset_path: DatasetPath,
  o: { bounds: CutBounds; max?: number | null; seed?: number },
): Promise<Scanned> {
  const specs = await inputFiles({ dataset_path, suffixes: [], text_files: 'line' });
  const { bounds, max: max_sample_num = null, seed: sample_seed = 42 } = o;
  const sampling = samplingOf({ dataset_path, max_sample_num, sample_seed });
  return scanInputs(specs, {
    bounds,
    sampling,
    textKey: 'text',
    contents: null,
    onProgress: () => undefined,
  });
}

/** What was read. */
export interface Read {
  rows: string[];
  quarantine: QuarantineLine[];
}

/** All rows of all partitions, and the lines that are none. */
export async function readAll(
  { partitions }: Scanned,
  textKey = 'text',
  contents: Store | null = null,
): Promise<Read> {
  const found: Read = { rows: [], quarantine: [] };
  for (const [id, cut] of partitions.entries()) {
    const partition = { id, ...cut, path: '' };
    const source = await sourceRows(partition, { contents, textKey });
    const parsed = parseJsonl(source.bytes, { textKey, rowStart: source.rowStart });
    assert.equal(parsed.lines, partition.rows);
    const lines = badLines(parsed.bad, source, { runId: 'r', partition, attempt: 1 });
    found.quarantine.push(...jsonLines<QuarantineLine>(Buffer.from(lines).toString()));
    const { table } = parsed;
    const text = Buffer.from(encodeJsonl(table, table.layouts, { textKey, keepStats: false })).toString();
    found.rows.push(...text.split('\n').filter((line) => line !== ''));
  }
  return found;
}

function jsonLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
