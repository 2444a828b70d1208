import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
  readIfWhole,
  readJson,
  readVerified,
  sealed,
  unsealed,
  writeJson,
} from '../../src/storage/json-file.js';
import { localStore } from '../../src/storage/local-store.js';

/** Values whose spelling may change without their meaning: exponents, 17 digits, escapes, keys in any order. */
const VALUE = { z: 1e-7, a: 0.1234567890123456, text: '\u2028\ud800é"', 2: null, list: [1, { deep: true }] };

let dir = '';
before(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'json-file-'));
});
after(() => fs.rmSync(dir, { recursive: true }));

test('a record reads back as it was written', () => {
  const store = localStore(dir);
  const ref = writeJson(store, 'a.json', VALUE);
  assert.deepEqual(readJson(store, 'a.json', ref), VALUE);
  assert.equal(store.size('a.json'), ref.bytes);
  assert.equal(readJson(store, 'b.json'), null);
});

test('every single flipped bit of a record is seen', () => {
  const bytes = sealed(VALUE);
  assert.deepEqual(unsealed(bytes), VALUE);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(unsealed(flipped), null, `bit ${bit}`);
  }
});

test('every shortened or lengthened record is seen', () => {
  const bytes = sealed(VALUE);
  for (let length = 0; length < bytes.length; length++)
    assert.equal(unsealed(bytes.subarray(0, length)), null, `${length} bytes`);
  assert.equal(unsealed(Buffer.concat([bytes, Buffer.from('\n')])), null);
});

test('a record that was read can be written again to the same bytes', () => {
  const value = unsealed(sealed(VALUE));
  assert.ok(value);
  assert.deepEqual(sealed(value), sealed(VALUE));
});

test('a damaged record, and one of another hash than expected, are E_CHECKPOINT and named', () => {
  const store = localStore(dir);
  writeJson(store, 'c.json', VALUE);
  const other = {
    code: 'E_CHECKPOINT',
    message: 'c.json is not the file the run refers to: its sha256 differs',
  };
  assert.throws(() => readJson(store, 'c.json', { sha256: 'other' }), other);
  fs.appendFileSync(path.join(dir, 'c.json'), ' ');
  assert.throws(() => readJson(store, 'c.json'), { code: 'E_CHECKPOINT', message: /^c\.json is damaged/ });
});

test('a file is read only when size and hash are those of its reference', () => {
  const store = localStore(dir);
  const ref = writeJson(store, 'd.json', VALUE);
  assert.ok(readIfWhole(store, ref));
  assert.equal(readIfWhole(store, { ...ref, bytes: ref.bytes + 1 }), null);
  assert.equal(readIfWhole(store, { ...ref, sha256: 'other' }), null);
  assert.throws(() => readVerified(store, { ...ref, path: 'none.json' }), { code: 'E_CHECKPOINT' });
});
