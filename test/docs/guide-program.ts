/** Snippets of the guide made into programs: written beside a package of the build under test, and compiled. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../repo/project.js';
import type { Snippet } from './snippets.js';

/** The build that this file is part of. */
const BUILD = fileURLToPath(new URL('../..', import.meta.url));

/** What a snippet that uses `executor` has at hand without naming it. */
const AT_HAND =
  "import { EventType, JuicerError, type Executor, type JuicerEvent } from 'durable-juicer';\nvoid [EventType, JuicerError];\n";

/** Whether a snippet is a program of its own; the others are about an `executor`. */
export function isProgram({ text }: Snippet): boolean {
  return text.includes("from 'durable-juicer'");
}

/** The file of a snippet, without extension. */
export function stemOf({ line }: Snippet): string {
  return `line_${line}`;
}

/**
 * Writes the snippets into a folder, where `durable-juicer` is the build under test, and compiles them as a user would.
 * Gives the compiler's complaints, empty when there are none.
 */
export function compileSnippets(dir: string, snippets: readonly Snippet[]): string {
  installBuild(path.join(dir, 'node_modules'));
  fs.writeFileSync(path.join(dir, 'package.json'), '{"type": "module"}');
  for (const snippet of snippets) {
    const text = isProgram(snippet) ? snippet.text : asFunction(snippet.text);
    fs.writeFileSync(path.join(dir, `${stemOf(snippet)}.ts`), text);
  }
  const options = { strict: true, skipLibCheck: true, target: 'ES2023', module: 'NodeNext', types: ['node'] };
  fs.writeFileSync(
    path.join(dir, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
  );
  const tsc = path.join(projectRoot(), 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '-p', dir], { encoding: 'utf8' }).stdout;
}

/** A module that exports the snippet as a function of the executor; its imports stay at the top. */
function asFunction(text: string): string {
  const lines = text.split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const body = lines.filter((line) => !line.startsWith('import '));
  return [
    AT_HAND,
    ...imports,
    'export async function example(executor: Executor): Promise<void> {',
    'await Promise.resolve();',
    ...body,
    '}',
    '',
  ].join('\n');
}

function installBuild(modules: string): void {
  const own = path.join(modules, 'durable-juicer');
  fs.mkdirSync(own, { recursive: true });
  fs.symlinkSync(BUILD, path.join(own, 'build'));
  fs.symlinkSync(path.join(projectRoot(), 'node_modules/@types'), path.join(modules, '@types'));
  const entry = { types: './build/src/client.d.ts', default: './build/src/client.js' };
  fs.writeFileSync(
    path.join(own, 'package.json'),
    JSON.stringify({ name: 'durable-juicer', type: 'module', exports: { '.': entry } }),
  );
}
