import assert from 'node:assert/strict';
import { test } from 'node:test';
import protobuf from 'protobufjs/minimal.js';
import { JuicerError } from '../../../../src/model/errors.js';
import { loadTokenizer } from '../../../../src/ops/text/sentencepiece/tokenizer.js';
import { EXPECTED, modelBytes } from '../../models.js';

for (const name of ['unigram', 'bpe'] as const) {
  const tokenizer = loadTokenizer(modelBytes(`${name}.model`), name);
  test(`${name}: the pieces are those of SentencePiece`, () => {
    assert.ok(EXPECTED.length > 40);
    for (const expected of EXPECTED)
      assert.deepEqual(tokenizer.cut(expected.text), expected[name], expected.text);
  });

  test(`${name}: a file that ends anywhere else, or is none, is refused by name`, () => {
    const bytes = modelBytes(`${name}.model`);
    for (const length of [0, 1, 2, 100, bytes.length - 1])
      assert.throws(() => loadTokenizer(bytes.subarray(0, length), 'a.model'), refused);
    for (const other of ['small.arpa', 'small.bin', 'tokenizer.json'])
      assert.throws(() => loadTokenizer(modelBytes(other), 'a.model'), refused, other);
  });
}

test('a lone surrogate is U+FFFD', () => {
  const tokenizer = loadTokenizer(modelBytes('bpe.model'), 'bpe');
  assert.deepEqual(tokenizer.cut('a\ud800'), tokenizer.cut('a\ufffd'));
});

test('a piece that is not to be used is taken apart; a symbol of the user wins over better pieces', () => {
  const [normal, userDefined, unused] = [1, 4, 5];
  const pieces: [string, number, number][] = [
    ['<unk>', 0, 2], ['a', -3, normal], ['b', -3, normal], ['ab', -1, unused], ['abc', -9, userDefined], ['c', -1, normal],
  ]; // prettier-ignore
  for (const kind of [1, 2]) {
    const tokenizer = loadTokenizer(modelOf(pieces, kind), 'made');
    assert.deepEqual(tokenizer.cut('ab'), ['\u2581', 'a', 'b']);
    assert.deepEqual(tokenizer.cut('ababcb'), ['\u2581', 'a', 'b', 'abc', 'b']);
  }
});

test('models by words or characters are refused as such', () => {
  const bytes = modelOf([['<unk>', 0, 2], ['a', -1, 1]], 3); // prettier-ignore
  assert.throws(() => loadTokenizer(bytes, 'a.model'), /only unigram and BPE models/);
});

function modelOf(pieces: [text: string, score: number, type: number][], kind: number): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [text, score, type] of pieces)
    writer.uint32(10).fork().uint32(10).string(text).uint32(21).float(score).uint32(24).int32(type).ldelim();
  return writer.uint32(18).fork().uint32(24).int32(kind).ldelim().finish();
}

function refused(error: unknown): boolean {
  return error instanceof JuicerError && error.code === 'E_RECIPE' && error.message.includes('a.model');
}
