import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildId, workflowBundle } from '../../src/server/build-id.js';
import { packageVersion } from '../../src/server/package-version.js';
import { temporaryDir } from './helpers.js';

/** The build id of a package in some folder: this one's code, with a further file and a bundle. */
function idOf(folder: string, version: string, code: string, bundle: string): string {
  const server = path.join(folder, 'dist/src/server');
  fs.mkdirSync(server, { recursive: true });
  for (const name of ['build-id.js', 'package-version.js'])
    fs.copyFileSync(path.join(path.dirname(workflowBundle()), 'src/server', name), path.join(server, name));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ version, type: 'module' }));
  fs.writeFileSync(path.join(folder, 'dist/src/more.js'), code);
  fs.writeFileSync(path.join(folder, 'dist/workflow-bundle.js'), bundle);
  const ask = `console.log((await import(${JSON.stringify(pathToFileURL(path.join(server, 'build-id.js')))})).buildId())`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' }).stdout.trim();
}

test('a build id is the version and a hash of the code, and fit for a label', () => {
  assert.ok(buildId().startsWith(`${packageVersion()}+`));
  assert.match(buildId(), /\+[0-9a-f]{12}$/);
});

test('the same code in another folder has the same build id', async (t) => {
  const [here, there] = [await temporaryDir(t), await temporaryDir(t)];
  const id = idOf(here, '1.2.3', 'a', `code\n//# sourceMappingURL=data:${here}`);
  assert.match(id, /^1\.2\.3\+/);
  assert.equal(idOf(there, '1.2.3', 'a', `code\n//# sourceMappingURL=data:${there}`), id);
});

test('another version, other code and another workflow bundle each make another build id', async (t) => {
  const dir = await temporaryDir(t);
  const ids = [
    idOf(dir, '1.2.3', 'a', 'code'),
    idOf(dir, '1.2.4', 'a', 'code'),
    idOf(dir, '1.2.3', 'b', 'code'),
    idOf(dir, '1.2.3', 'a', 'other code'),
  ];
  assert.equal(new Set(ids).size, ids.length);
});
