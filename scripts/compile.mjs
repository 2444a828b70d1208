// Compiles src, test and bench to dist/ and bundles the workflow code, each only when it is out of date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { ROOT, ScriptError, orExit } from './project.mjs';

const FOLDERS = ['src', 'test', 'bench'];
const BUILD_STAMP = 'dist/.built';
const BUNDLE = 'dist/workflow-bundle.js';
const BUNDLE_STAMP = 'dist/.bundled';

/**
 * Brings dist/ up to date; prints nothing when it is. Ends the process with exit code 1 when the sources do not
 * compile, the compiler's messages on stderr.
 */
export function compile({ root = ROOT } = {}) {
  orExit(() => {
    if (isBuilt(root) && isBundled(root)) return;
    withLock(path.join(root, 'dist', '.build.lock'), () => {
      if (!isBuilt(root)) build(root);
      if (!isBundled(root)) bundle(root);
    });
  });
}

/** Every file below some folders of the project, as sorted paths relative to it; `keep` chooses by name. */
export function filesBelow(root, folders, keep) {
  const found = [];
  const visit = (folder) => {
    if (!fs.existsSync(path.join(root, folder))) return;
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(name);
      else if (keep(name)) found.push(name);
    }
  };
  folders.forEach(visit);
  return found.sort();
}

function isBuilt(root) {
  return readStamp(root, BUILD_STAMP) === sourcesStamp(root);
}

// Names, sizes and times: a changed, new or removed source each changes it.
function sourcesStamp(root) {
  const sources = filesBelow(root, FOLDERS, (name) => name.endsWith('.ts'));
  const lines = [...sources, 'tsconfig.json', 'package-lock.json'].map((name) => {
    const { size, mtimeMs } = fs.statSync(path.join(root, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return hash(lines.join('\n'));
}

function build(root) {
  const stamp = sourcesStamp(root);
  // Without a stamp nothing is known of what stands in dist/, so the compiler must not rely on its memory either.
  if (readStamp(root, BUILD_STAMP) === null) fs.rmSync(path.join(root, 'dist/.tsbuildinfo'), { force: true });
  fs.rmSync(path.join(root, BUILD_STAMP), { force: true });
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new ScriptError('the sources do not compile; the messages stand above');
  removeOrphans(root);
  fs.writeFileSync(path.join(root, BUILD_STAMP), stamp);
}

// Output of a source that is gone would still run as a test or be imported.
function removeOrphans(root) {
  const outputs = filesBelow(
    path.join(root, 'dist'),
    FOLDERS,
    (name) => /\.(js|d\.ts)(\.map)?$/.test(name) && !name.includes('/node_modules/'),
  );
  for (const name of outputs) {
    const source = name.replace(/\.(js|d\.ts)(\.map)?$/, '.ts');
    if (!fs.existsSync(path.join(root, source))) fs.rmSync(path.join(root, 'dist', name));
  }
}

function isBundled(root) {
  if (!fs.existsSync(path.join(root, 'src/workflows/index.ts'))) return true;
  return fs.existsSync(path.join(root, BUNDLE)) && readStamp(root, BUNDLE_STAMP) === bundleStamp(root);
}

// Workflow code imports model and its own folder only (scripts/structure.mjs), so these files are all it depends on.
function bundleStamp(root) {
  const parts = filesBelow(root, ['dist/src/workflows', 'dist/src/model'], (name) => name.endsWith('.js'));
  return hash(
    [...parts, 'scripts/bundle.mjs', 'package-lock.json'].map((name) => contents(root, name)).join('\0'),
  );
}

// In a process of its own: the bundler takes 200 MB that the command started next need not carry along.
function bundle(root) {
  const stamp = bundleStamp(root);
  const { status } = spawnSync(
    process.execPath,
    ['scripts/bundle.mjs', 'dist/src/workflows/index.js', BUNDLE],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) throw new ScriptError('the workflow code cannot be bundled; the messages stand above');
  fs.writeFileSync(path.join(root, BUNDLE_STAMP), stamp);
}

function readStamp(root, name) {
  return fs.existsSync(path.join(root, name)) ? contents(root, name) : null;
}

function contents(root, name) {
  return fs.existsSync(path.join(root, name)) ? fs.readFileSync(path.join(root, name), 'utf8') : '';
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}
