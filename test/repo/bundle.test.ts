import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from './project.js';

const BUNDLE = path.join(projectRoot(), 'dist', 'workflow-bundle.js');
const MAX_MIB = 3;

// A build by hand into another folder makes no bundle; `npm test` always does.
const options = {
  skip: fs.existsSync(BUNDLE) ? false : 'needs dist/workflow-bundle.js, made by npm run build',
};

// What the SDK's workflow library is made of; everything else in the bundle has to be ours.
const ALLOWED = [
  /^\.\/dist\/src\/(workflows|model)\/[\w-]+\.c?js$/,
  /^\.\/node_modules\/@temporalio\/(workflow|common)\//,
  // Places for converters of one's own, empty here.
  /^__temporal_custom_(payload|failure)_converter \(ignored\)$/,
  /^\.\/node_modules\/(long|ms|nexus-rpc)\//,
];

/** Names of the modules in the bundle, as webpack's development mode writes them into the comment above each. */
function modules(): string[] {
  const text = fs.readFileSync(BUNDLE, 'utf8');
  return [...text.matchAll(/^\/\*\*\*\/ "[^"]+".*\n\/\*!\*+!\*\\\n +!\*\*\* (.+) \*\*\*!$/gm)].map(
    ([, name]) => name ?? '',
  );
}

test('the workflow bundle holds our workflow code, the model and the SDK, and nothing else', options, () => {
  const found = modules();
  assert.ok(
    found.some((name) => name.includes('/src/workflows/index.js')),
    'it holds the workflows',
  );
  assert.ok(found.length > 50, 'all modules are seen');
  const foreign = found.filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
  assert.deepEqual(foreign, []);
});

test('the workflow bundle reaches for no part of Node', options, () => {
  const names = builtinModules.filter((name) => !['assert', 'url', 'util'].includes(name));
  const reaching = new RegExp(`require\\(["'](node:)?(${names.join('|')})["']\\)`);
  assert.doesNotMatch(fs.readFileSync(BUNDLE, 'utf8'), reaching);
});

test(`the workflow bundle stays under ${MAX_MIB} MiB`, options, () => {
  assert.ok(fs.statSync(BUNDLE).size < MAX_MIB * 2 ** 20);
});
