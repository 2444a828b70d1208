// Makes a bare clone ready: checks Node, installs from the lockfile when node_modules is missing or older than it.
// Needs nothing but Node itself, an old one included, so that its message about the version can be read.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { ROOT, ScriptError, isProgram, orExit, say } from './project.mjs';

/** Holds the sha256 of the lockfile that node_modules was installed from; written last. */
export const MARKER = 'node_modules/.juicer-set-up';

/**
 * Installs the dependencies if that is needed; prints nothing otherwise. Ends the process with one line on stderr when
 * Node is too old or the installation fails.
 */
export function setUp({ root = ROOT, npm = npmCommand(), node = process.versions.node } = {}) {
  orExit(() => {
    checkNode(node, readJson(root, 'package.json').engines.node);
    if (isInstalled(root)) return;
    withLock(path.join(root, 'dist', '.set-up.lock'), () => {
      if (!isInstalled(root)) install(root, npm);
    });
  });
}

function checkNode(version, range) {
  const wanted = range.replace('>=', '').split('.').map(Number);
  const found = version.split('.').map(Number);
  const [major, minor] = [found[0] - wanted[0], found[1] - (wanted[1] ?? 0)];
  if (major > 0 || (major === 0 && minor >= 0)) return;
  throw new ScriptError(
    `Node ${version} is too old for durable-juicer; install Node ${wanted.join('.')} or newer`,
  );
}

function isInstalled(root) {
  const marker = path.join(root, MARKER);
  const wanted = lockfileHash(root);
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === wanted) return true;
  if (!isInstalledByHand(root)) return false;
  fs.writeFileSync(marker, wanted);
  return true;
}

// After `npm install` npm's own list of what it installed agrees with the lockfile: nothing is to be done again.
function isInstalledByHand(root) {
  const own = path.join('node_modules', '.package-lock.json');
  if (!fs.existsSync(path.join(root, own))) return false;
  const installed = readJson(root, own).packages;
  const { '': _project, ...locked } = readJson(root, 'package-lock.json').packages;
  const agrees = ([name, { version, integrity, optional }]) => {
    const found = installed[name];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  };
  return Object.entries(locked).every(agrees) && Object.keys(installed).every((name) => name in locked);
}

// No package needs its install script here: the native parts come as prebuilt packages. Development dependencies are
// asked for by name, since NODE_ENV=production would leave the compiler out.
function install(root, npm) {
  say('installing dependencies from package-lock.json (once, about a minute)');
  const started = Date.now();
  const args = [...npm.slice(1), 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  const result = spawnSync(npm[0], args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && npm.length === 1,
  });
  if (result.error) throw new ScriptError(`npm cannot be started (${result.error.code}); it comes with Node`);
  if (result.status !== 0) {
    throw new ScriptError(`npm ci ended with ${result.signal ?? result.status}; its messages stand above`);
  }
  fs.mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  fs.writeFileSync(path.join(root, MARKER), lockfileHash(root));
  say(`dependencies installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

// Under `npm run` the very npm that runs us, else the one on PATH.
function npmCommand() {
  const running = process.env.npm_execpath;
  return running && path.basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}

function lockfileHash(root) {
  return createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

function readJson(root, name) {
  return JSON.parse(fs.readFileSync(path.join(root, name), 'utf8'));
}

if (isProgram(import.meta.url)) setUp();
