import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as library from '../../src/client.js';
import { demoCommand } from '../../src/cli/commands/demo.js';
import { KEYS } from '../../src/recipe/keys.js';
import { projectRoot, readText } from '../repo/project.js';
import { GUIDE } from './guide.js';
import { rowsOf } from './tables.js';

const FILE = 'docs/guide-coverage.md';
const rows = rowsOf(FILE);

test("docs/guide-coverage.md has a row for everything in the guide's list, and no other", () => {
  for (const [section, items] of Object.entries(GUIDE)) {
    const told = rows.filter((row) => row.section === section).map((row) => plain(row.cells[0] ?? ''));
    assert.deepEqual(told, items, section);
  }
  assert.deepEqual([...new Set(rows.map((row) => row.section))], Object.keys(GUIDE));
});

test('every row says what we do and names a test that there is', () => {
  for (const { cells, line } of rows) {
    const place = `${FILE}:${line}`;
    assert.equal(cells.length, 3, place);
    assert.match(cells[1] ?? '', /\w.*\.$/, `${place}: says nothing`);
    const [, file = '', title = ''] = /^`([^`]+)` (.+)$/.exec(cells[2] ?? '') ?? [];
    assert.ok(fs.existsSync(path.join(projectRoot(), file)) && file !== '', `${place}: no file ${file}`);
    assert.ok(holdsTitle(readText(file), title), `${place}: ${file} has no test "${title}"`);
  }
});

test('what a row says of a key is what the table of keys says', () => {
  for (const { cells, line } of rows.filter((row) => row.section === 'Keys')) {
    const [key = '', text = ''] = cells.map(plain);
    const expected = { acts: /^Works/, notice: /^Notice/, refused: /^Not yet: refused/ };
    const standing = KEYS.get(key)?.standing;
    assert.ok(standing, `${FILE}:${line}: no key ${key}`);
    assert.match(text, expected[standing], `${FILE}:${line}`);
  }
});

test('what the library is said to have is there', () => {
  const names = [
    'loadRecipe',
    'createExecutor',
    'openRun',
    'openSession',
    'startRun',
    'resumeRun',
    'runHandle',
    'runEvents',
    'exitCodeOf',
  ] as const;
  for (const name of names) assert.equal(typeof library[name], 'function', name);
  const ofGuide = ['PARTITION_COMPLETE', 'PARTITION_ERROR', 'OPERATION_START', 'OPERATION_ERROR'] as const;
  for (const type of ofGuide) assert.equal(library.EventType[type], type);
});

test('every method of the guide is there, in camelCase, on the executor or in the library', () => {
  const recipe = library.loadRecipe(path.join(projectRoot(), 'recipes/seed.yaml'));
  const executor = library.createExecutor(recipe, { stateDir: 'never-opened', env: {} });
  const places = [executor, executor.checkpointManager, library];
  const renamed = { init_configs: 'loadRecipe', PartitionedRayExecutor: 'createExecutor' } as const;
  for (const method of GUIDE['Methods'] ?? []) {
    const name = method.replace(/\(.*/, '');
    const ours = name in renamed ? renamed[name as keyof typeof renamed] : camel(name);
    if (name !== 'len')
      assert.ok(
        places.some((place) => ours in place),
        `${method}: no ${ours}`,
      );
  }
});

test('the demo takes the flags of the guide', () => {
  for (const name of ['dataset', 'config', 'analyze'])
    assert.ok(Object.hasOwn(demoCommand.flags, name), name);
});

/** A cell without the marks of code. */
function plain(cell: string): string {
  return cell.replaceAll('`', '');
}

/** A title stands in its file as a whole string, also where a table of cases holds it. */
function holdsTitle(source: string, title: string): boolean {
  return title !== '' && ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`));
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
