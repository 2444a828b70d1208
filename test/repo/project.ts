/** The project's own files, for tests about the project itself. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder that holds package.json, above this file wherever it was compiled to. */
export function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** Text of one of the project's files. */
export function readText(name: string): string {
  return fs.readFileSync(path.join(projectRoot(), name), 'utf8');
}

/** Loads a script of scripts/, which the compiler does not see, as a module of the given shape. */
export async function loadScript<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.join(projectRoot(), 'scripts', name)).href)) as T;
}

/** Writes files, by path, below a folder. */
export function writeTree(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}
