import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot, readText } from '../repo/project.js';
import { codesOf, rowsOf } from './tables.js';

/** Set by the product for its own processes, or meant for its tests; not for users. */
const INTERNAL = ['JUICER_EMBEDDED', 'JUICER_FAULTS'];
/** Begins the name of a variable, or stands for one in an example. */
const NOT_A_NAME = ['JUICER_', 'JUICER_SET_', 'JUICER_SET_A__B'];

test('docs/operate.md lists every JUICER_ variable that the code reads, and no other', () => {
  const read = filesBelow('src').flatMap((file) => readText(file).match(/JUICER_[A-Z_]*/g) ?? []);
  const expected = [...new Set(read)].filter((name) => ![...INTERNAL, ...NOT_A_NAME].includes(name)).sort();
  const told = namesIn('Environment').filter(
    (name) => name.startsWith('JUICER_') && !name.startsWith('JUICER_SET_'),
  );
  assert.deepEqual([...new Set(told)].sort(), expected);
});

test('docs/operate.md lists every command, and no other', () => {
  const commands = fs
    .readdirSync(path.join(projectRoot(), 'src/cli/commands'))
    .map((name) => name.replace(/\.ts$/, ''));
  assert.deepEqual(namesIn('Commands').sort(), commands.sort());
});

test('every relative link of README, AGENTS, CHANGELOG and docs leads to a file', () => {
  const files = ['README.md', 'AGENTS.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'recipes/README.md', ...docs()];
  for (const file of files) {
    for (const [, target = ''] of readText(file).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const full = path.join(projectRoot(), path.dirname(file), target);
      assert.ok(fs.existsSync(full), `${file}: ${target}`);
    }
  }
});

/** First code span of every row below a heading; a command's own name only. */
function namesIn(section: string): string[] {
  return rowsOf('docs/operate.md')
    .filter((row) => row.section === section)
    .flatMap((row) => codesOf(row.cells[0] ?? ''))
    .map((name) => name.split(' ')[0] ?? '');
}

function docs(): string[] {
  return fs
    .readdirSync(path.join(projectRoot(), 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(path.join(projectRoot(), folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(projectRoot(), path.join(entry.parentPath, entry.name)));
}
