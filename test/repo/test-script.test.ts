import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { projectRoot, writeTree } from './project.js';

const TESTS: Record<string, string> = {
  'a/good': "describe('suite', () => { test('one', () => {}); test('two', async () => {}); });",
  'a/skipping': "test('one', { skip: 'no tool' }, () => {}); test('two', (t) => t.skip());",
  'b/bad': "test('one', () => { throw new Error('no'); }); test('two', () => {});",
  'b/crash': 'process.exit(3);',
  'e2e/server': "test('one', () => {});",
};

// A project of its own with the scripts of this one, set up and built as far as their stamps say.
let root: string;

before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-tests-'));
  fs.cpSync(path.join(projectRoot(), 'scripts'), path.join(root, 'scripts'), { recursive: true });
  writeTree(root, {
    'package.json': JSON.stringify({ type: 'module', engines: { node: '>=20.19' } }),
    'package-lock.json': JSON.stringify({ packages: { '': {} } }),
    'node_modules/.package-lock.json': JSON.stringify({ packages: {} }),
    // Stands in for the compiler: dist/ is given.
    'node_modules/typescript/bin/tsc': '',
    'tsconfig.json': '{}',
    'src/server/program.ts': '',
    'dist/src/server/program.js': 'export async function findTemporal() {}',
    ...Object.fromEntries(
      Object.entries(TESTS).flatMap(([name, body]) => [
        [`test/${name}.test.ts`, ''],
        [`dist/test/${name}.test.js`, `import { test, describe } from 'node:test';\n${body}`],
      ]),
    ),
  });
});

after(() => fs.rmSync(root, { recursive: true }));

function npmTest(filters: string[], environment: Record<string, string> = {}) {
  const { NODE_TEST_CONTEXT: _ours, JUICER_REQUIRE_ALL: _strict, ...inherited } = process.env;
  const result = spawnSync(process.execPath, [path.join(root, 'scripts/test.mjs'), ...filters], {
    encoding: 'utf8',
    env: { ...inherited, ...environment },
  });
  return {
    code: result.status,
    last: result.stdout.trimEnd().split('\n').at(-1),
    out: result.stdout,
    err: result.stderr,
  };
}

test('passed and failed tests are counted over all files, a crashed file as one failure', () => {
  const { code, last } = npmTest([]);
  assert.equal(last, '4 passed, 2 failed, 2 skipped');
  assert.equal(code, 1);
});

test('a path chooses tests, in the spelling of the source', () => {
  const { code, last } = npmTest(['test/a/good.test.ts', 'e2e']);
  assert.deepEqual([code, last], [0, '3 passed, 0 failed']);
});

test('a path that chooses nothing is an error', () => {
  const { code, err } = npmTest(['nowhere']);
  assert.equal(code, 2);
  assert.match(err, /no test file matches nowhere/);
});

test('skipped tests are counted, and are a failure where everything is required', () => {
  const filters = ['a/'];
  assert.deepEqual([npmTest(filters).code, npmTest(filters).last], [0, '2 passed, 0 failed, 2 skipped']);
  const strict = npmTest(filters, { JUICER_REQUIRE_ALL: '1' });
  assert.equal(strict.code, 1);
  assert.match(strict.out, /everything is required here:\n {2}one \(no tool\)\n {2}two \(no reason given\)/);
});

test('output of a test that is gone is not run', () => {
  writeTree(root, { 'dist/test/b/old.test.js': "import { test } from 'node:test'; test('old', () => {});" });
  fs.rmSync(path.join(root, 'dist/.built'), { force: true });
  assert.equal(npmTest(['old']).code, 2);
});
