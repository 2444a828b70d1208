import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { RotatingLog } from '../../src/server/rotating-log.js';
import { temporaryDir } from './helpers.js';

test('a log holds the newest lines and never more than twice its limit', async (t) => {
  const dir = await temporaryDir(t);
  const log = new RotatingLog(join(dir, 'a.log'), 10);
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) log.write(line);
  assert.equal(await readFile(log.path, 'utf8'), 'three\nfour\n'.slice('three\n'.length));
  assert.equal(await readFile(`${log.path}.1`, 'utf8'), 'three\n');
  assert.deepEqual(await readdir(dir), ['a.log', 'a.log.1']);
});

test('a log goes on where an earlier process ended it', async (t) => {
  const path = join(await temporaryDir(t), 'a.log');
  new RotatingLog(path, 10).write('12345678');
  new RotatingLog(path, 10).write('90x');
  assert.equal(await readFile(`${path}.1`, 'utf8'), '12345678');
  assert.equal(await readFile(path, 'utf8'), '90x');
});
