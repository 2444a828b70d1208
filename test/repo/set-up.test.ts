import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { projectRoot, writeTree } from './project.js';

const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };
const SCRIPT = pathToFileURL(path.join(projectRoot(), 'scripts', 'set-up.mjs')).href;

// Counts its calls and does what `npm ci` does, slowly enough for a second start to meet it at work.
const FAKE_NPM = `
import fs from 'node:fs';
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
fs.rmSync('node_modules', { recursive: true, force: true });
await new Promise((resolve) => setTimeout(resolve, 300));
fs.mkdirSync('node_modules');
process.exit(fs.existsSync('broken') ? 1 : 0);
`;

let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-set-up-'));
  writeTree(root, {
    'package.json': JSON.stringify({ engines: { node: '>=20.19' } }),
    'package-lock.json': JSON.stringify(LOCK),
    'npm.mjs': FAKE_NPM,
  });
});

afterEach(() => fs.rmSync(root, { recursive: true }));

/** Runs setUp() in a process of its own, as every start does. */
function setUp(
  options: Record<string, unknown> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const given = { root, npm: [process.execPath, path.join(root, 'npm.mjs')], ...options };
  const code = `import(${JSON.stringify(SCRIPT)}).then((script) => script.setUp(${JSON.stringify(given)}))`;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', code], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (exitCode) => resolve({ code: exitCode, stdout, stderr }));
  });
}

function calls(): string[] {
  const file = path.join(root, 'calls');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
}

test('a bare clone is installed from the lockfile, without install scripts, and says so on stderr only', async () => {
  const { code, stdout, stderr } = await setUp();
  assert.deepEqual([code, stdout], [0, '']);
  assert.match(stderr, /^installing dependencies from package-lock\.json/);
  assert.equal(calls().length, 1);
  assert.match(calls()[0] ?? '', /^ci --ignore-scripts --include=dev/);
});

test('a second start installs nothing and is silent', async () => {
  await setUp();
  assert.deepEqual(await setUp(), { code: 0, stdout: '', stderr: '' });
  assert.equal(calls().length, 1);
});

test('a changed lockfile is installed again', async () => {
  await setUp();
  writeTree(root, {
    'package-lock.json': JSON.stringify({ packages: { '': {}, 'node_modules/b': { version: '2.0.0' } } }),
  });
  await setUp();
  assert.equal(calls().length, 2);
});

test('two starts at the same time install once, and both succeed', async () => {
  const outcomes = await Promise.all([setUp(), setUp()]);
  assert.deepEqual(
    outcomes.map(({ code }) => code),
    [0, 0],
  );
  assert.equal(calls().length, 1);
});

test('a start that was killed while it held the lock does not hold up the next one', async () => {
  const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => gone.on('close', resolve));
  writeTree(root, { 'dist/.set-up.lock': String(gone.pid) });
  assert.equal((await setUp()).code, 0);
  assert.equal(calls().length, 1);
  assert.deepEqual(fs.readdirSync(path.join(root, 'dist')), []);
});

test('what npm itself installed from this lockfile is taken as it is', async () => {
  writeTree(root, {
    'node_modules/.package-lock.json': JSON.stringify({
      packages: { 'node_modules/a': LOCK.packages['node_modules/a'] },
    }),
  });
  assert.equal((await setUp()).code, 0);
  assert.deepEqual(calls(), []);
});

test('what npm installed from another lockfile is installed again', async () => {
  writeTree(root, {
    'node_modules/.package-lock.json': JSON.stringify({
      packages: { 'node_modules/a': { version: '0.9.0' } },
    }),
  });
  await setUp();
  assert.equal(calls().length, 1);
});

test('a failed installation ends with one line, and the next start tries again', async () => {
  writeTree(root, { broken: '' });
  const failed = await setUp();
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /npm ci ended with 1; its messages stand above\n$/);
  fs.rmSync(path.join(root, 'broken'));
  assert.equal((await setUp()).code, 0);
});

test('a Node that is too old is refused in one line that names the version to install', async () => {
  for (const node of ['18.20.8', '20.18.3']) {
    const { code, stderr } = await setUp({ node });
    assert.equal(code, 1);
    assert.equal(stderr, `Node ${node} is too old for durable-juicer; install Node 20.19 or newer\n`);
  }
  assert.deepEqual(calls(), []);
});

test('a newer Node is taken', async () => {
  for (const node of ['20.19.0', '21.0.0', '24.1.0']) assert.equal((await setUp({ node })).code, 0);
});
