// Starts a compiled program inside this process, as if it had been started itself: same streams, signals and exit code.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './compile.mjs';
import { ROOT } from './project.mjs';
import { setUp } from './set-up.mjs';

/** Sets up, builds, then runs `program` (a path below dist/) with these arguments. */
export async function start(program, args) {
  setUp();
  compile();
  const file = path.join(ROOT, 'dist', program);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
