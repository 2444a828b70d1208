// What the scripts share: where the project is and how they end when something is wrong.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const ROOT = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** A problem that the user can do something about: shown as one line, without a stack. */
export class ScriptError extends Error {}

/** Writes one line to stderr; stdout belongs to the command that was asked for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Calls `work`; a ScriptError becomes one line on stderr and exit code 1. */
export function orExit(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    say(error.message);
    process.exit(1);
  }
}

/** Whether this module is the program that was started, rather than imported. */
export function isProgram(moduleUrl) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(moduleUrl);
}
