/** Ways to damage a synthetic run, each of them small and exact. */
import fs from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sha, writeJson, writeLines, writeParquet } from './synthetic-files.js';
import type { SyntheticRun } from './synthetic-run.js';
import type { CheckOptions } from './violation.js';

/** Any JSON object, as tests change it. */
export type Loose = Record<string, unknown>;

/** One damage to a synthetic run. */
export interface Plant {
  what: string;
  /** Promise and rule that must be found. */
  found: string;
  plant: (run: SyntheticRun) => void | Promise<void>;
  options?: (run: SyntheticRun) => CheckOptions;
}

/** Absolute path of a file of the run. */
export function at(run: SyntheticRun, name: string): string {
  return path.join(run.dir, name);
}

/** Changes a JSON file of the run in place. */
export function editJson(run: SyntheticRun, name: string, change: (value: Loose) => void): void {
  const value = JSON.parse(fs.readFileSync(path.join(run.dir, name), 'utf8')) as Loose;
  change(value);
  writeJson(run.dir, name, value);
}

/** Changes the events of the run. */
export function editEvents(run: SyntheticRun, change: (events: Loose[]) => Loose[]): void {
  const name = 'logs/processing_events.jsonl';
  const lines = fs.readFileSync(path.join(run.dir, name), 'utf8').trimEnd().split('\n');
  writeLines(run.dir, name, change(lines.map((l) => JSON.parse(l) as Loose)));
}

/** Leaves out the first event that has some fields. */
export function dropEvent(run: SyntheticRun, fields: Loose): void {
  editEvents(run, (events) => {
    const at = events.findIndex((e) => Object.entries(fields).every(([key, value]) => e[key] === value));
    return events.toSpliced(at, 1);
  });
}

/** Changes the lines of the export; the manifest follows when `reseal` says so. */
export function editExport(run: SyntheticRun, change: (lines: string[]) => string[], reseal: boolean): void {
  const lines = change(fs.readFileSync(run.exportFile, 'utf8').trimEnd().split('\n'));
  const text = lines.map((l) => `${l}\n`).join('');
  fs.writeFileSync(run.exportFile, text);
  if (!reseal) return;
  editJson(run, 'metadata/manifest.json', (manifest) => {
    const seal = { rows: lines.length, bytes: Buffer.byteLength(text) };
    Object.assign(manifest, seal, { files: [{ path: run.exportFile, sha256: sha(text), ...seal }] });
  });
}

/** Flips one bit in the middle of a file. */
export function flipBit(file: string): void {
  const bytes = fs.readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
}

/** Writes other rows into a result and lets its record name the new file's hash. */
export async function replaceResult(
  run: SyntheticRun,
  partition: number,
  rows: { row: number; text: string }[],
): Promise<void> {
  const stem = `partition_${String(partition).padStart(6, '0')}`;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await writeParquet(connection, run.dir, `results/${stem}_processed.parquet`, rows);
  connection.closeSync();
  instance.closeSync();
  editJson(run, `results/${stem}.json`, (record) => Object.assign(record, { result }));
}

/** Lets plan and manifest name the hashes of a mapping that was changed. */
export function resealMapping(run: SyntheticRun): void {
  const hash = (name: string): string => sha(fs.readFileSync(path.join(run.dir, name)));
  editJson(run, 'metadata/plan.json', (p) =>
    Object.assign(p, { mapping_sha256: hash('metadata/dataset_mapping.json') }),
  );
  editJson(run, 'metadata/manifest.json', (m) =>
    Object.assign(m, { plan_sha256: hash('metadata/plan.json') }),
  );
}
