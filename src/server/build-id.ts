/** Which build of the package this is: its version and a hash of its code. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageVersion } from './package-version.js';

/** Name of all our workers' deployment, under which the server lists their builds. */
export const DEPLOYMENT_NAME = 'durable-juicer';

/** Digits of the hash: enough to tell builds apart. */
const HASH_LENGTH = 12;

/** `0.1.0+a1b2c3d4e5f6`: the version, and a hash of the workflow bundle and every compiled file below `src`. */
export function buildId(): string {
  const src = fileURLToPath(new URL('..', import.meta.url));
  const hash = createHash('sha256');
  for (const file of [workflowBundle(), ...codeBelow(src)]) {
    hash.update(`${path.relative(src, file).replaceAll(path.sep, '/')}\0`);
    hash.update(codeOf(file));
  }
  return `${packageVersion()}+${hash.digest('hex').slice(0, HASH_LENGTH)}`;
}

/** Path of the workflow code, as the build bundles it beside `src`. */
export function workflowBundle(): string {
  return fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));
}

/** Without the source map, which holds the path where the build was made. Nothing for a bundle that is not there. */
function codeOf(file: string): string {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const map = text.lastIndexOf('\n//# sourceMappingURL=');
  return map === -1 ? text : text.slice(0, map);
}

function codeBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
