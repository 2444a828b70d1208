/** Reads the sample rows and the goldens that belong to them. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StatValue } from '../../src/ops/define.js';

/** A row of the samples as far as ops look at it. Rows without a text are among the excluded ones. */
export interface SampleRow {
  id: number;
  text: string;
}

/** What all goldens of one op have. */
interface OpGolden {
  op: string;
  config: Record<string, unknown>;
}

/** What the peer's mapper changed: id → new text. */
export interface MapperGolden extends OpGolden {
  kind: 'mapper';
  changed: Record<string, string>;
}

/** What the peer's filter measured for every row, and the ids that it kept. */
export interface FilterGolden extends OpGolden {
  kind: 'filter';
  stats: Record<string, Record<string, StatValue>>;
  kept: number[];
}

/** What a whole recipe kept. */
export interface PipelineGolden {
  kind: 'pipeline';
  config: Record<string, Record<string, unknown>>[];
  kept: number[];
  text_md5: Record<string, string>;
  stats: Record<string, Record<string, StatValue>>;
}

const ROOT = projectRoot();

/** The folder of the goldens. */
export const OWN = path.join(ROOT, 'test', 'golden', 'own');

/** A golden by its file name without `.json`. */
export function readGolden(name: 'text_length_filter'): FilterGolden;
export function readGolden(name: 'pipeline.seed'): PipelineGolden;
export function readGolden<T extends MapperGolden | FilterGolden>(name: string): T;
export function readGolden(name: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(OWN, `${name}.json`), 'utf8'));
}

/** Names of the goldens of one kind of op. */
export function goldenNames(kind: 'mapper' | 'filter'): string[] {
  const names = fs.readdirSync(OWN).map((file) => file.replace(/\.json$/, ''));
  return names.filter((name) => name.split('.')[0]?.endsWith(`_${kind}`)).sort();
}

/** Ids, as strings, of the rows that the peer could not be asked about. */
export function excludedIds(): string[] {
  return Object.keys(JSON.parse(fs.readFileSync(path.join(OWN, 'excluded.json'), 'utf8')) as object);
}

/** Every row of samples/multilingual.jsonl. */
export function sampleRows(): SampleRow[] {
  const lines = fs
    .readFileSync(path.join(ROOT, 'samples', 'multilingual.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as SampleRow);
}

function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}
