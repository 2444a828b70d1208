/** Reads a recipe's file. */
import fs from 'node:fs';
import { LIMITS } from './compose.js';
import { RecipeError, problemAt } from './problem.js';

/**
 * The file's text.
 * @throws RecipeError when it is missing, no file, too large or not UTF-8.
 */
export function readText(path: string): string {
  if (path.includes('\0')) throw unreadable('recipe', 'its path holds a NUL byte');
  try {
    const stat = fs.statSync(path);
    if (!stat.isFile()) throw unreadable(path, 'is no file');
    if (stat.size > LIMITS.bytes) throw unreadable(path, `is larger than ${LIMITS.bytes} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(path));
  } catch (error) {
    if (error instanceof RecipeError) throw error;
    throw unreadable(path, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'does not exist';
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8' : `cannot be read (${code})`;
}

function unreadable(file: string, why: string): RecipeError {
  const hint = 'name a .yaml or .json file, UTF-8; a relative path is taken from the current folder';
  return new RecipeError([problemAt({ file, line: null, column: null }, { message: `recipe ${why}`, hint })]);
}
