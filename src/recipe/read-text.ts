/** Reads a recipe's file. */
import { disk } from '../storage/disk.js';
import { diskErrors, isFinal, systemCode } from '../storage/disk-error.js';
import { LIMITS } from './compose.js';
import { RecipeError, problemAt } from './problem.js';

/**
 * The file's text.
 * @throws RecipeError when it is missing, no file, too large or not UTF-8; JuicerError E_IO when the disk fails.
 */
export function readText(path: string): string {
  if (path.includes('\0')) throw unreadable('recipe', 'its path holds a NUL byte');
  const bytes = diskErrors(`read recipe ${path}`, () => bytesOf(path));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, 'is not UTF-8');
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    const stat = disk.stat(path);
    if (!stat) throw unreadable(path, 'does not exist');
    if (!stat.isFile()) throw unreadable(path, 'is no file');
    if (stat.size > LIMITS.bytes) throw unreadable(path, `is larger than ${LIMITS.bytes} bytes`);
    return disk.readFile(path);
  } catch (error) {
    throw isFinal(error) ? unreadable(path, `cannot be read (${systemCode(error)})`) : error;
  }
}

function unreadable(file: string, why: string): RecipeError {
  const hint = 'name a .yaml or .json file, UTF-8; a relative path is taken from the current folder';
  return new RecipeError([problemAt({ file, line: null, column: null }, { message: `recipe ${why}`, hint })]);
}
