import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decompress } from 'fzstd';
import { zstdEncoder } from '../../src/storage/zstd.js';

test('frames behind each other are what was given, and the same each time', async () => {
  const encode = await zstdEncoder();
  const text = 'wörter und Zeilen\n'.repeat(5000);
  const pieces = [Buffer.from(text), Buffer.alloc(0), Buffer.from(text.slice(7))];
  const file = Buffer.concat(pieces.map((piece) => encode(piece)));
  assert.equal(Buffer.from(decompress(file)).toString(), text + text.slice(7));
  assert.ok(file.length < text.length / 10);
  assert.deepEqual(Buffer.concat(pieces.map((piece) => encode(piece))), file);
});
