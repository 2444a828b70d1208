import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot, readText } from './project.js';

interface Package {
  license: string;
  scripts: Record<string, string>;
  exports: Record<string, Record<string, string>>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const project = JSON.parse(readText('package.json')) as Package;
const direct = { ...project.dependencies, ...project.devDependencies };

test('every script of package.json starts a file that exists', () => {
  assert.deepEqual(Object.keys(project.scripts).toSorted(), [
    'bench',
    'bitflips',
    'build',
    'check',
    'demo',
    'dev',
    'juicer',
    'parity',
    'record-histories',
    'reference',
    'soak',
    'sweep',
    'test',
    'test:faults',
  ]);
  for (const [name, command] of Object.entries(project.scripts)) {
    const file = /^node (scripts\/[\w-]+\.mjs)( |$)/.exec(command)?.[1];
    assert.ok(file && fs.existsSync(path.join(projectRoot(), file)), `${name}: ${command}`);
  }
});

test('what the package exports is compiled from sources that there are', async () => {
  const { exports } = project;
  assert.deepEqual(Object.keys(exports), ['.', './ops', './package.json']);
  for (const target of ['.', './ops'].flatMap((name) => Object.values(exports[name] ?? {}))) {
    const source = target.replace('./dist/', '').replace(/(\.d\.ts|\.js)$/, '.ts');
    assert.ok(fs.existsSync(path.join(projectRoot(), source)), target);
  }
  const api = Object.keys(await import('../../src/ops/api.js'));
  assert.deepEqual(api.toSorted(), ['defineFilter', 'defineMapper', 'z']);
});

test('every dependency has an exact version', () => {
  for (const [name, version] of Object.entries(direct))
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
});

test('the lockfile agrees with package.json and names no host', () => {
  const lock = JSON.parse(readText('package-lock.json')) as { packages: Record<string, Partial<Package>> };
  assert.deepEqual(lock.packages['']?.dependencies, project.dependencies);
  assert.deepEqual(lock.packages['']?.devDependencies, project.devDependencies);
  const unfunded = readText('package-lock.json').replace(/"funding": (\{[^}]*\}|\[[^\]]*\]|"[^"]*")/g, '');
  assert.doesNotMatch(unfunded, /"resolved"|https?:\/\//);
});

test('docs/dependencies.md gives a reason for every dependency and for nothing else', () => {
  const rows = [...readText('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
  assert.deepEqual(rows.map(([, name]) => name).toSorted(), Object.keys(direct).toSorted());
  for (const [, name, reason = ''] of rows) assert.ok(reason.length > 20, `reason for ${name}`);
});

test('the licence is the one that package.json names', () => {
  assert.equal(project.license, 'Apache-2.0');
  assert.match(readText('LICENSE'), /Apache License\s+Version 2\.0, January 2004/);
});

test('the decision records are numbered without a gap and name what was refused', () => {
  const records = fs.readdirSync(path.join(projectRoot(), 'docs/decisions')).toSorted();
  assert.ok(records.length >= 3);
  records.forEach((name, index) => {
    assert.match(name, /^\d{4}-[a-z0-9-]+\.md$/);
    assert.equal(Number(name.slice(0, 4)), index + 1, name);
    const text = readText(`docs/decisions/${name}`);
    for (const part of ['## Decision', '## Refused', '## Consequences'])
      assert.ok(text.includes(part), `${name}: ${part}`);
  });
});

test('the script that continuous integration calls is sound shell and executable', () => {
  const file = path.join(projectRoot(), '.ci/run');
  assert.equal(spawnSync('bash', ['-n', file]).status, 0);
  assert.ok(fs.statSync(file).mode & 0o100);
});
