/** The LaTeX files of archives: every kind of archive, those that are wrong, and those that would unpack without end. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { JuicerError } from '../../../../src/model/errors.js';
import { texFiles } from '../../../../src/ops/text/archive/tex.js';
import { opNamed, preparedMapper, projectRoot, rowOf } from '../../support.js';
import { tarHeader, tarOf, zipOf } from './make.js';

const OP = 'latex_merge_tex_mapper';
const FOLDER = join(projectRoot(), 'test', 'ops', 'archives');
const NO_LIMITS = { file: 0, total: 0 };
const MEBIBYTE = 1024 * 1024;

/** Made by Python's tarfile and zipfile; what is in them is what Data-Juicer 1.6.1 reads of them. */
const FILES: Record<string, string[]> = {
  'paper.tgz': ['\\input{b}', '\\section{B}'],
  'paper.zip': ['a', 'b'],
  'pax.tar': ['long', 'é', 'a\ufffd\ufffdb\ufeff'],
  'gnu.tar': ['long', 'z'],
  'ustar.tar.gz': ['prefix', ''],
  'twice.zip': ['second', 'é'.repeat(50), 'second'],
};

for (const [name, texts] of Object.entries(FILES)) {
  test(`${name} is read as Python reads it`, () => {
    assert.deepEqual(texFiles(name, readFileSync(join(FOLDER, name)), NO_LIMITS), texts);
    const text = preparedMapper(OP, {}).map(rowOf('before', { compressed_file: name }));
    assert.equal(text, texts.join('\n\n'));
  });
}

test('how an archive is packed is told by its content, what it is by its ending', () => {
  const tar = tarOf([['a.tex', 'x']]);
  for (const name of ['A.TAR', 'a.tgz', 'a.tar.gz']) {
    assert.deepEqual(texFiles(name, tar, NO_LIMITS), ['x']);
    assert.deepEqual(texFiles(name, gzipSync(tar), NO_LIMITS), ['x']);
  }
  assertDamaged('a.gz', gzipSync(tar), /is none of \.tar/);
  assertDamaged('a.zip', tar, /is no zip file/);
  assert.deepEqual(texFiles('a.tar', Buffer.alloc(10_240), NO_LIMITS), []);
});

test('a file above its limit is passed over, one that goes beyond that of all ends the text', () => {
  const tar = tarOf([['a.tex', 'aa'], ['b.tex', 'bbbb'], ['c.tex', 'ccc'], ['d.tex', 'd']]); // prettier-ignore
  assert.deepEqual(texFiles('a.tar', tar, { file: 3, total: 0 }), ['aa', 'ccc', 'd']);
  assert.deepEqual(texFiles('a.tar', tar, { file: 0, total: 6 }), ['aa', 'bbbb']);
  assert.deepEqual(texFiles('a.tar', tar, { file: 3, total: 4 }), ['aa']);
  assert.deepEqual(texFiles('a.zip', zipOf('a.tex', 'aaaa'), { file: 3, total: 0 }), []);
  const none = preparedMapper(OP, { max_file_size: null, max_total_size: 0, separator: '' });
  assert.equal(none.map(rowOf('', { compressed_file: 'paper.zip' })), 'ab');
});

test('what is damaged or cut off is an error, never a part of the text', () => {
  const tar = tarOf([['a.tex', 'x'.repeat(600)], ['b.tex', 'y']]); // prettier-ignore
  assertDamaged('a.tar', Buffer.from('no tar at all'), /is no tar file/);
  assertDamaged('a.tar', Buffer.alloc(0), /is no tar file/);
  for (const end of [700, 1100, 1800, 2100]) assertDamaged('a.tar', tar.subarray(0, end), /is cut off/);
  const spoilt = Buffer.from(tar);
  spoilt[1536 + 3] = 1;
  assertDamaged('a.tar', spoilt, /has a damaged header/);
  assertDamaged('a.tgz', gzipSync(tar).subarray(0, 60), /is no gzip file, or is damaged/);
  const negative = tarHeader('a.tex', -512);
  assertDamaged('a.tar', negative, /has a damaged header/);
  const zip = zipOf('a.tex', 'x'.repeat(100));
  assertDamaged('a.zip', zip.subarray(0, 60), /is no zip file, or is cut off/);
  assertDamaged('a.zip', zip.subarray(10), /has a damaged/);
  assertDamaged('a.zip', zipOf('a.tex', 'x', { crc: 1 }), /has a damaged file/);
  assertDamaged('a.zip', zipOf('a.tex', 'x', { flags: 1 }), /has an encrypted file/);
  assertDamaged('a.zip', zipOf('a.tex', 'x', { method: 12 }), /method 12, which is not supported/);
  assertDamaged('a.zip', zipOf('a.tex', 'x', { local: 'b.tex' }), /has a damaged header/);
});

test('every cut and every changed byte of a small archive gives texts or an error of the row', () => {
  for (const name of ['paper.tgz', 'paper.zip', 'twice.zip', 'ustar.tar.gz']) {
    const bytes = readFileSync(join(FOLDER, name));
    const wrong = [...bytes.keys()].flatMap((i) => [
      bytes.subarray(0, i),
      Buffer.concat([bytes.subarray(0, i), Buffer.of(255 - (bytes[i] ?? 0)), bytes.subarray(i + 1)]),
    ]);
    for (const one of wrong) {
      try {
        assert.ok(Array.isArray(texFiles(name, one, { file: MEBIBYTE, total: MEBIBYTE })));
      } catch (error) {
        assert.ok(error instanceof JuicerError && error.code === 'E_ROW', String(error));
      }
    }
  }
});

test('what unpacks to far more than it says is not unpacked', () => {
  const zeros = Buffer.alloc(256 * MEBIBYTE);
  assertDamaged('a.zip', zipOf('a.tex', zeros, { size: 10 }), /has a damaged file/);
  assert.deepEqual(texFiles('a.zip', zipOf('a.tex', zeros), { file: MEBIBYTE, total: 0 }), []);
  // What is passed over is unpacked piece by piece: no more than some MB of it are in memory.
  const packed = gzipSync(tarOf([['big.bin', zeros], ['a.tex', 'x']])); // prettier-ignore
  const before = process.memoryUsage().arrayBuffers;
  assert.deepEqual(texFiles('a.tgz', packed, { file: MEBIBYTE, total: 0 }), ['x']);
  assert.ok(process.memoryUsage().arrayBuffers - before < 128 * MEBIBYTE);
  const huge = Buffer.concat([tarHeader('big.bin', 5 * 1024 ** 3), Buffer.alloc(1024)]);
  assertDamaged('a.tar', huge, /unpacks to more than 4294967296 bytes/);
});

test('headers that never come to a file do not hold the reader up', () => {
  const records = '2 '.repeat(MEBIBYTE / 4);
  const tar = tarOf([['x', records, 'x'], ['L', 'long.tex\0', 'L'], ['a', 'x']]); // prettier-ignore
  assert.deepEqual(texFiles('a.tar', tar, NO_LIMITS), ['x']);
  assertDamaged('a.tar', tarOf([['x', 'x'.repeat(2 * MEBIBYTE), 'x']]), /has a damaged header/);
});

test('a row names a file right in the folder, and no other', () => {
  const op = preparedMapper(OP, { archives_dir: 'test/ops/archives' });
  const text = (compressed_file: unknown): unknown => op.map(rowOf('', { compressed_file }));
  for (const name of [
    './paper.zip',
    'archives/paper.zip',
    'test/ops/archives/paper.zip',
    join(FOLDER, 'paper.zip'),
  ])
    assert.equal(text(name), 'a\n\nb');
  for (const name of [
    'other.zip',
    'chives/paper.zip',
    'paper.zip/',
    '../archives/paper.zip',
    '//paper.zip',
    '/etc/passwd',
    'paper',
    '',
    null,
    undefined,
    1,
  ])
    assert.throws(
      () => text(name),
      (error) => error instanceof JuicerError && error.code === 'E_ROW' && /^field /.test(error.message),
    );
  assert.deepEqual(opNamed(OP).needs, { archives_dir: 'name the folder with the archives that rows name' });
});

function assertDamaged(name: string, bytes: Buffer, message: RegExp): void {
  assert.throws(
    () => texFiles(name, bytes, NO_LIMITS),
    (error) => error instanceof JuicerError && error.code === 'E_ROW' && message.test(error.message),
  );
}
