/** What is checked before a run is started: input, text key, export path. */
import fs from 'node:fs';
import path from 'node:path';
import { inputFiles } from '../input/discover.js';
import { headOf } from '../input/head.js';
import type { InputSpec } from '../input/scan.js';
import { JuicerError } from '../model/errors.js';
import { isObjectPath } from '../model/object-path.js';
import { isOfGeneration, singleName, targetOf, type ExportTarget } from '../export/target.js';
import type { ResolvedRecipe } from '../recipe/load.js';
import { systemCode } from '../storage/disk-error.js';
import { lookAt } from '../storage/files.js';
import { checkBucket } from '../storage/objects/object-disk.js';

/** Rows that are looked at for the text key, and files that they are from. */
const SAMPLE_ROWS = 1000;
const SAMPLE_FILES = 10;

/**
 * All that can be told from outside the data; gives the input files.
 * @throws JuicerError for the first thing that is wrong.
 */
export async function preflight(recipe: ResolvedRecipe): Promise<InputSpec[]> {
  const files = await inputFiles(recipe);
  checkWorkDir(recipe.work_dir);
  checkExport(recipe, files);
  await checkTextKey(files, recipe.text_keys);
  return files;
}

/** A folder of a disk is made when the run starts; a bucket is not. */
function checkWorkDir(folder: string): void {
  if (!isObjectPath(folder)) return;
  try {
    checkBucket(folder);
  } catch (error) {
    throw new JuicerError('E_RECIPE', `work_dir: ${folder} cannot be written: ${codeOf(error)}`, {
      hint: 'name a bucket that is there and open to the credentials of this environment',
    });
  }
}

function codeOf(error: unknown): string {
  return systemCode(error) ?? 'unknown error';
}

function checkExport(recipe: ResolvedRecipe, files: readonly InputSpec[]): void {
  const { folder, ...names } = targetOf(recipe.export_path);
  const target = path.join(folder, singleName({ folder, ...names }));
  try {
    if (isObjectPath(folder)) checkBucket(folder);
    else checkFolder(folder);
  } catch (error) {
    throw new JuicerError(
      'E_EXPORT_PATH',
      `export_path: folder ${folder} cannot be written: ${codeOf(error)}`,
      {
        hint: 'name a folder that can be made and written',
      },
    );
  }
  if (lookAt(target)?.isDirectory()) {
    throw new JuicerError('E_EXPORT_PATH', `export_path: ${target} is a folder`, {
      hint: 'name a file, or end the path in / for a folder of files',
    });
  }
  const same = files.some(({ file }) => sameFile(target, file)) ? target : null;
  const replaced = same ?? files.find(({ file }) => mayReplace({ folder, ...names }, file))?.file;
  if (replaced !== undefined) {
    throw new JuicerError('E_EXPORT_PATH', `export_path: ${replaced} is a file of the input`, {
      hint: 'export to another place; the input is never written',
    });
  }
}

function checkFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.accessSync(folder, fs.constants.W_OK);
  if (fs.statfsSync(folder).bavail === 0) throw Object.assign(new Error(), { code: 'ENOSPC' });
}

/** Whether an export could remove a file for one of its own from earlier. */
function mayReplace(target: ExportTarget, file: string): boolean {
  return path.dirname(file) === target.folder && isOfGeneration(target, path.basename(file));
}

function sameFile(a: string, b: string): boolean {
  if (path.resolve(a) === path.resolve(b)) return true;
  if (isObjectPath(a) || isObjectPath(b)) return false;
  const [sa, sb] = [a, b].map((f) => fs.statSync(f, { throwIfNoEntry: false }));
  return sa !== undefined && sb !== undefined && sa.ino === sb.ino && sa.dev === sb.dev;
}

/** Refuses a dataset in whose first rows the text key never occurs. Broken lines are not its business. */
async function checkTextKey(files: readonly InputSpec[], key: string): Promise<void> {
  const fields = new Map<string, number>();
  let rows = 0;
  for (const file of files.slice(0, SAMPLE_FILES)) {
    for (const line of await head(file, key)) {
      const row = parsed(line);
      if (!row) continue;
      rows++;
      if (hasField(row, key)) return;
      for (const field of Object.keys(row)) fields.set(field, (fields.get(field) ?? 0) + 1);
    }
  }
  if (rows === 0) return;
  const present = [...fields.keys()].slice(0, 10).join(', ') || 'none';
  const where = files.length === 1 ? files[0]?.file : `the first of ${files.length} files`;
  throw new JuicerError(
    'E_TEXT_KEY',
    `text_keys: field "${key}" is in none of the first ${rows} rows of ${where} (fields there: ${present})`,
    { hint: 'set text_keys to the field that holds the text' },
  );
}

/** Whether a row has a field, by its whole name or nested by the dots of it. */
function hasField(row: Record<string, unknown>, key: string): boolean {
  if (Object.hasOwn(row, key)) return true;
  let value: unknown = row;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Record<string, unknown>)[part];
  }
  return true;
}

async function head(file: InputSpec, key: string): Promise<string[]> {
  const { rows } = await headOf(file, key);
  return Buffer.from(rows.bytes).toString().split('\n').slice(0, SAMPLE_ROWS);
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    // A broken line is quarantined by the run itself, with its place.
    return null;
  }
}
