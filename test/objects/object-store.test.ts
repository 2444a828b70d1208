/** The store in a bucket, against a real S3-compatible server: it keeps every promise that the one on a disk keeps. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { disk } from '../../src/storage/disk.js';
import { chunksIn, exists, freeBytes } from '../../src/storage/files.js';
import { filesBelow, removeFolder } from '../../src/storage/folders.js';
import { storeAt, sweepTemporary } from '../../src/storage/store-at.js';
import { gateway, NO_GATEWAY, type Gateway } from './gateway.js';

const RUN = '/s3:/corpus/runs/a';
const MIB = 2 ** 20;
/** More than goes by one request, and no multiple of a part. */
const LARGE = Buffer.alloc(35 * MIB + 7, 'abcdefghijk');

describe('a store in a bucket', { skip: NO_GATEWAY }, () => {
  let server: Gateway;
  const store = storeAt(RUN);
  const text = (name: string): string => Buffer.from(store.read(name)).toString();

  before(async () => {
    server = await gateway('corpus');
    Object.assign(process.env, server.env);
  });
  after(() => server.remove());

  it('gives a name once, and in its place another only where that is asked for', () => {
    assert.equal(store.commit('a/b', Buffer.from('one'), { mode: 'if-absent' }), 'committed');
    assert.equal(store.commit('a/b', Buffer.from('two'), { mode: 'if-absent' }), 'exists');
    assert.equal(text('a/b'), 'one');
    assert.equal(store.commit('a/b', Buffer.from('three'), { mode: 'replace' }), 'committed');
    assert.equal(text('a/b'), 'three');
    assert.equal(fs.readFileSync(path.join(server.folder, 'corpus/runs/a/a/b'), 'utf8'), 'three');
  });

  it('gives a name to one of several that ask at the same moment', async () => {
    const racers = Array.from({ length: 8 }, (_, i) => racer(i));
    const outcomes = await Promise.all(racers);
    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'exists').length, 7);
    assert.equal(text('race'), `racer ${outcomes.indexOf('committed')}`);
  });

  it('writes what is too large for one request in parts, and an object is there only when all of it is', () => {
    const writer = store.writer('large');
    for (let at = 0; at < LARGE.length; at += 5 * MIB) writer.append(LARGE.subarray(at, at + 5 * MIB));
    assert.equal(store.size('large'), null);
    assert.equal(writer.commit('if-absent'), 'committed');
    assert.ok(LARGE.equals(store.read('large')));
    const again = store.writer('large');
    again.append(LARGE);
    assert.equal(again.commit('if-absent'), 'exists');
    assert.equal(sweepTemporary(RUN, ['.']), 0);
  });

  it('keeps what it was given, when the buffer is used again', () => {
    const buffer = Buffer.from('first');
    const writer = store.writer('kept');
    writer.append(buffer);
    buffer.write('xxxxx');
    writer.append(buffer);
    writer.commit('if-absent');
    assert.equal(text('kept'), 'firstxxxxx');
  });

  it('leaves nothing of what was given up, nor of what a dead process had begun', () => {
    const given = store.writer('given-up');
    given.append(LARGE);
    given.abort();
    assert.equal(sweepTemporary(RUN, ['.']), 0);
    store.writer('begun').append(LARGE);
    assert.equal(sweepTemporary(RUN, ['.'], 'token of an attempt'), 0);
    assert.equal(sweepTemporary(RUN, ['.']), 1);
    assert.equal(store.size('begun'), null);
  });

  it('reads ranges, and says what is not there', () => {
    assert.equal(Buffer.from(store.read('a/b', { start: 1, end: 4 })).toString(), 'hre');
    assert.equal(store.read('a/b', { start: 2, end: 2 }).length, 0);
    assert.throws(() => store.read('a/b', { start: 1, end: 9 }), /a\/b ends at byte 5, before byte 9/);
    assert.throws(() => store.read('none'), { code: 'E_IO', message: 'cannot read none: ENOENT' });
    assert.equal(store.size('none'), null);
    assert.throws(() => store.read('../b/c'), /leaves the folder of the run/);
  });

  it('copies, and lists folders and files', () => {
    assert.equal(store.copy('a/b', 'c/d'), 'committed');
    assert.equal(store.copy('a/b', 'c/d'), 'exists');
    assert.equal(text('c/d'), 'three');
    assert.deepEqual(store.list('.'), ['a', 'c', 'kept', 'large', 'race']);
    assert.deepEqual(store.list('none'), []);
    store.remove('c/d');
    store.remove('c/d');
    assert.deepEqual(store.list('c'), []);
  });

  it('is seen as folders and files by the door to the disk', async () => {
    assert.equal(disk.stat(RUN)?.isDirectory(), true);
    assert.equal(disk.stat(`${RUN}/large`)?.size, LARGE.length);
    assert.equal(exists('/s3:/corpus/runs/b'), false);
    assert.equal(exists('/s3:/no-such-bucket'), false);
    assert.equal(freeBytes(RUN), null);
    assert.deepEqual(
      disk
        .list('/s3:/corpus', true)
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name)),
      ['a/b', 'kept', 'large', 'race'].map((name) => `${RUN}/${name}`),
    );
    const parts: Buffer[] = [];
    for await (const chunk of chunksIn(`${RUN}/large`)) parts.push(chunk);
    assert.ok(LARGE.equals(Buffer.concat(parts)));
  });

  it('reads an open object as it was: one that is replaced meanwhile is not mixed with the new one', () => {
    const file = disk.open(`${RUN}/large`, 'r');
    const start = Buffer.alloc(3);
    assert.equal(disk.read(file, start, 0), 3);
    store.commit('large', Buffer.alloc(LARGE.length), { mode: 'replace' });
    assert.throws(() => disk.read(file, start, 30 * MIB), { code: 'ESTALE' });
    assert.throws(() => disk.open(`${RUN}/none`, 'r'), { code: 'ENOENT' });
  });

  it('removes a folder with all that is in it', () => {
    assert.equal(filesBelow(RUN).length, 4);
    assert.equal(removeFolder(RUN).files, 4);
    assert.deepEqual(filesBelow('/s3:/corpus'), []);
  });

  it('says in one word why it cannot be reached', async () => {
    const [wrong, gone] = await Promise.all([
      inThread("store.size('x')", { AWS_SECRET_ACCESS_KEY: 'wrong' }),
      inThread("store.commit('x', Buffer.from('x'), { mode: 'replace' })", {}, '/s3:/no-such-bucket/x'),
    ]);
    assert.equal(wrong, 'E_IO cannot look at x: AccessDenied');
    assert.equal(gone, 'E_IO cannot write x: NoSuchBucket');
  });

  function racer(i: number): Promise<string> {
    return inThread(`store.commit('race', Buffer.from('racer ${i}'), { mode: 'if-absent' })`);
  }

  /** What an expression over a store of a thread of its own gives, or the error that it throws. */
  async function inThread(expression: string, env: Record<string, string> = {}, root = RUN): Promise<string> {
    const module = new URL('../../src/storage/store-at.js', import.meta.url).href;
    const code = `
      const { parentPort } = require('node:worker_threads');
      import('${module}').then(({ storeAt }) => {
        const store = storeAt('${root}');
        try { parentPort.postMessage(String(${expression})); }
        catch (error) { parentPort.postMessage(error.code + ' ' + error.message); }
      });`;
    const worker = new Worker(code, { eval: true, env: { ...process.env, ...server.env, ...env } });
    const [answer] = (await once(worker, 'message')) as [string];
    await worker.terminate();
    return answer;
  }
});
