/** Files that are read piece by piece: whole, with the hash that they have, in turns or at once. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sha256 } from '../../src/storage/json-file.js';
import { hashFile, hashFiles, readShared, readSharedInTurns } from '../../src/storage/large-file.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-large-'));
after(() => fs.rmSync(folder, { recursive: true }));

const MIB = 2 ** 20;
const CONTENTS: Record<string, Buffer> = {
  empty: Buffer.alloc(0),
  small: Buffer.from('a model'),
  'two pieces and a bit': Buffer.alloc(33 * MIB + 1, 'pieces of a file '),
};

for (const [name, bytes] of Object.entries(CONTENTS)) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  test(`${name}: hash and memory are those of the file`, async () => {
    const wanted = sha256(bytes);
    assert.equal(hashFile(file), wanted);
    for (const read of [readShared(file), await readSharedInTurns(file)]) {
      assert.equal(read.sha256, wanted);
      assert.ok(Buffer.from(read.memory).equals(bytes));
    }
  });
}

test('several files are hashed with one count of bytes', () => {
  const files = Object.keys(CONTENTS).map((name) => path.join(folder, name));
  const told: number[] = [];
  const hashes = hashFiles(files, (done) => told.push(done));
  assert.deepEqual(hashes, Object.fromEntries(files.map((file) => [file, hashFile(file)])));
  assert.deepEqual(told, [7, 7 + 16 * MIB, 7 + 32 * MIB, 7 + 33 * MIB + 1]);
});

test('a file that is not there is told by its name', async () => {
  const file = path.join(folder, 'none');
  assert.throws(() => readShared(file), { code: 'E_IO', message: /none/ });
  await assert.rejects(readSharedInTurns(file), { code: 'E_IO', message: /none/ });
  assert.throws(() => hashFiles([file], () => undefined), { code: 'E_IO', message: /none/ });
});
