/** What an `export_path` says: which format its ending names, where the files stand, and what they are called. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import type { ExportFormat } from '../model/export.js';

/** Endings of exports; the first that fits a name is meant. */
const ENDINGS: readonly [ending: string, format: ExportFormat][] = [
  ['.jsonl', 'jsonl'],
  ['.jsonl.gz', 'jsonl.gz'],
  ['.jsonl.zst', 'jsonl.zst'],
  ['.csv', 'csv'],
  ['.parquet', 'parquet'],
  ['.arrow', 'arrow'],
];

/** The endings, for messages. */
export const EXPORT_ENDINGS = ENDINGS.map(([ending]) => ending).join(', ');

/** An export path, taken apart. */
export interface ExportTarget {
  /** Folder that the files stand in. */
  folder: string;
  /** What names of files begin with, and how they end. */
  stem: string;
  ending: string;
  format: ExportFormat;
  /** The path names a folder, that is one file for each partition. */
  isFolder: boolean;
}

/**
 * Takes a path apart; null when its ending names no format. A path that ends in `/` is a folder: the ending of its own
 * name tells the format, without one its files are `.jsonl`.
 */
export function exportTarget(exportPath: string): ExportTarget | null {
  const isFolder = exportPath.endsWith('/');
  const name = path.basename(exportPath);
  const found = ENDINGS.find(([ending]) => name.endsWith(ending) && name.length > ending.length);
  if (isFolder) {
    const [ending, format] = found ?? (['.jsonl', 'jsonl'] as const);
    return { folder: path.resolve(exportPath), stem: 'part', ending, format, isFolder };
  }
  if (!found) return null;
  const [ending, format] = found;
  return { folder: path.dirname(exportPath), stem: name.slice(0, -ending.length), ending, format, isFolder };
}

/**
 * The same for the path of a recipe that was checked.
 * @throws JuicerError E_EXPORT_PATH for any other.
 */
export function targetOf(exportPath: string): ExportTarget {
  const target = exportTarget(exportPath);
  if (target) return target;
  throw new JuicerError('E_EXPORT_PATH', `export_path: no format has the ending of ${exportPath}`, {
    hint: `give a name that ends in one of ${EXPORT_ENDINGS}, or in / for a folder`,
  });
}

/** Name of the file when an export is one. */
export function singleName({ stem, ending }: ExportTarget): string {
  return stem + ending;
}

/** Name of one of several files: `result-1a2b3c4d-00000-of-00004.jsonl`. The generation tells old files from new ones. */
export function shardName(
  { stem, ending }: ExportTarget,
  o: { generation: string; index: number; count: number },
): string {
  return `${stem}-${o.generation}-${digits(o.index)}-of-${digits(o.count)}${ending}`;
}

/** A pattern that all files of a generation match, and no others. */
export function shardPattern({ stem, ending }: ExportTarget, generation: string, count: number): string {
  return `${stem}-${generation}-*-of-${digits(count)}${ending}`;
}

/** Name of the file of stats. */
export function statsName({ stem }: ExportTarget, generation: string | null): string {
  return generation === null ? `${stem}_stats.jsonl` : `${stem}-${generation}_stats.jsonl`;
}

/** Name of the manifest that stands beside several files. Those who read whole folders pass over what begins with `_`. */
export function manifestName(target: ExportTarget): string {
  return target.isFolder ? '_manifest.json' : `_${singleName(target)}.manifest.json`;
}

/** Whether a name is one that files of several generations of this export have, and nothing else. */
export function isOfGeneration({ stem, ending }: ExportTarget, name: string): boolean {
  if (!name.startsWith(`${stem}-`)) return false;
  const rest = name.slice(stem.length + 1);
  if (/^[0-9a-f]{8}_stats\.jsonl$/.test(rest)) return true;
  return rest.endsWith(ending) && /^[0-9a-f]{8}-\d{5}-of-\d{5}$/.test(rest.slice(0, -ending.length));
}

function digits(n: number): string {
  return String(n).padStart(5, '0');
}
