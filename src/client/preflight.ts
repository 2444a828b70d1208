/** What is checked before a run is started: input, text key, export path. */
import fs from 'node:fs';
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import type { ResolvedRecipe } from '../recipe/load.js';

/** Rows that are looked at for the text key. */
const SAMPLE_ROWS = 1000;
const SAMPLE_BYTES = 4 * 2 ** 20;

/** All that can be told from outside the data. Throws JuicerError for the first thing that is wrong. */
export function preflight(recipe: ResolvedRecipe): void {
  checkInput(recipe.dataset_path);
  checkExport(recipe);
  checkTextKey(recipe.dataset_path, recipe.text_keys);
}

function checkInput(file: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) {
    throw new JuicerError('E_INPUT_MISSING', `dataset_path: file ${file} does not exist`, {
      hint: 'check the path; it is taken from the current folder',
    });
  }
  if (!stat.isFile())
    throw new JuicerError('E_INPUT_MISSING', `dataset_path: ${file} is not a file`, {
      hint: 'name one .jsonl file',
    });
}

function checkExport(recipe: ResolvedRecipe): void {
  const target = recipe.export_path;
  const folder = path.dirname(target);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    if (fs.statfsSync(folder).bavail === 0) throw Object.assign(new Error(), { code: 'ENOSPC' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new JuicerError('E_EXPORT_PATH', `export_path: folder ${folder} cannot be written: ${code}`, {
      hint: 'name a folder that can be made and written',
    });
  }
  if (fs.statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
    throw new JuicerError('E_EXPORT_PATH', `export_path: ${target} is a folder`, {
      hint: 'name a .jsonl file',
    });
  }
  if (sameFile(target, recipe.dataset_path)) {
    throw new JuicerError('E_EXPORT_PATH', `export_path: ${target} is the input itself`, {
      hint: 'export to another file; the input is never written',
    });
  }
}

function sameFile(a: string, b: string): boolean {
  const [sa, sb] = [a, b].map((f) => fs.statSync(f, { throwIfNoEntry: false }));
  return (
    path.resolve(a) === path.resolve(b) ||
    (sa !== undefined && sb !== undefined && sa.ino === sb.ino && sa.dev === sb.dev)
  );
}

/** Refuses a dataset in whose first rows the text key never occurs. Broken lines are not its business. */
function checkTextKey(file: string, key: string): void {
  const fields = new Map<string, number>();
  let rows = 0;
  for (const line of head(file)) {
    const row = parsed(line);
    if (!row) continue;
    rows++;
    if (Object.hasOwn(row, key)) return;
    for (const field of Object.keys(row)) fields.set(field, (fields.get(field) ?? 0) + 1);
  }
  if (rows === 0) return;
  const present = [...fields.keys()].slice(0, 10).join(', ') || 'none';
  throw new JuicerError(
    'E_TEXT_KEY',
    `text_keys: field "${key}" is in none of the first ${rows} rows of ${file} (fields there: ${present})`,
    {
      hint: 'set text_keys to the field that holds the text',
    },
  );
}

function head(file: string): string[] {
  const fd = fs.openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(SAMPLE_BYTES, fs.fstatSync(fd).size));
    const n = fs.readSync(fd, buffer, 0, buffer.length, 0);
    return buffer
      .subarray(0, n)
      .toString()
      .replace(/^\uFEFF/, '')
      .split('\n')
      .slice(0, SAMPLE_ROWS);
  } finally {
    fs.closeSync(fd);
  }
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
