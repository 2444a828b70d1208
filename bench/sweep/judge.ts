/** What a small run left, and whether it is what an undisturbed one leaves. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../src/model/artefacts.js';
import type { SmallRun } from '../chain/small-run.js';

/** The parts of a finished run that must not differ: hashes of its data, counts and quarantined rows of each partition. */
export interface Remains {
  export_sha256: string;
  /** Of every Parquet file, by its name. */
  data: Record<string, string>;
  ledgers: unknown[];
  /** Without the number of the attempt, which a retry raises, and the folder of the input. */
  quarantine: string[];
}

/** What a finished run left. */
export function remainsOf({ run, target }: SmallRun): Remains {
  const files = filesBelow(run.dir);
  const pick = (pattern: RegExp): string[] => files.filter((name) => pattern.test(name)).sort();
  const text = (name: string): string => fs.readFileSync(path.join(run.dir, name), 'utf8');
  return {
    export_sha256: hashOf(target),
    data: Object.fromEntries(pick(/\.parquet$/).map((name) => [name, hashOf(path.join(run.dir, name))])),
    ledgers: pick(/^results\/.*\.json$/).map(
      (name) => (JSON.parse(text(name)) as { ledger: unknown }).ledger,
    ),
    quarantine: pick(/^quarantine\//).map((name) =>
      text(name).replaceAll(/"attempt":\d+|"file":"[^"]*"/g, ''),
    ),
  };
}

/** What is wrong with a run that has come to its end, one line each; empty when nothing is. */
export function judgeEnd(small: SmallRun, wanted: Remains): string[] {
  const problems = judgeManifest(small);
  if (!fs.existsSync(path.join(small.run.dir, 'metadata/manifest.json')))
    problems.push('there is no manifest');
  if (!fs.existsSync(small.target)) return [...problems, 'there is no export'];
  const found = remainsOf(small);
  for (const key of ['export_sha256', 'data', 'ledgers', 'quarantine'] as const)
    if (JSON.stringify(found[key]) !== JSON.stringify(wanted[key])) problems.push(`${key} differs`);
  const left = [...filesBelow(small.run.dir), ...filesBelow(path.dirname(small.target))];
  for (const name of left.filter((n) => n.includes('.tmp-') || n.startsWith('temp/')))
    problems.push(`${name} is left`);
  return problems;
}

/** A manifest that stands must name the export that stands, at any time. */
export function judgeManifest({ run, target }: SmallRun): string[] {
  const file = path.join(run.dir, 'metadata/manifest.json');
  if (!fs.existsSync(file)) return [];
  const { files } = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
  const named = files[0];
  if (files.length !== 1 || named?.path !== target) return ['the manifest names other files than the export'];
  if (!fs.existsSync(target)) return ['the manifest names an export that is not there'];
  return named.sha256 === hashOf(target) ? [] : ['the manifest names another export'];
}

/** Names of all files below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function hashOf(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}
