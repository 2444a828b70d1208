import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { JuicerError } from '../../../../src/model/errors.js';
import { modelPath } from '../../../../src/ops/text/fasttext/model-path.js';
import { readModel } from '../../../../src/ops/text/fasttext/model.js';
import { makeModelFile, type MadeModel } from './model-file.js';

const installed = readFileSync(modelPath(null));
const small: MadeModel = {
  words: ['</s>', 'a'],
  labels: ['__label__en', '__label__de'],
  dimension: 4,
  bucket: 3,
  minGram: 2,
  maxGram: 3,
};

test('the installed model has 176 labels', () => {
  assert.equal(readModel(installed, 'lid.176.ftz').dictionary.labels.length, 176);
});

describe('a file that is no such model is refused by name, as a mistake in the recipe:', () => {
  const cases: Record<string, Uint8Array> = {
    'an empty file': new Uint8Array(0),
    'a text file': Buffer.from('not a model, but words and more words'),
    'the first half': installed.subarray(0, installed.length / 2),
    'all but the last byte': installed.subarray(0, -1),
    'one byte more': Buffer.concat([installed, Buffer.of(0)]),
    'another version': patched(installed, 4, 11),
    'an unsupervised model': patched(installed, 8 + 7 * 4, 2),
    'a negative bucket': patched(installed, 8 + 8 * 4, -1),
    'an impossible dictionary': patched(installed, 8 + 12 * 4 + 8, 5),
    'a softmax model': makeModelFile({ ...small, loss: 3 }),
    'a model of word pairs': makeModelFile({ ...small, wordGrams: 2 }),
    'a weight that is no number': notANumber(makeModelFile(small)),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    test(name, () => {
      assert.throws(
        () => readModel(bytes, 'models/mine.ftz'),
        (error) =>
          error instanceof JuicerError &&
          error.code === 'E_RECIPE' &&
          error.message.includes('models/mine.ftz'),
      );
    });
  }
});

test('flipped bits never end in another error than ours', () => {
  for (let i = 0; i < 300; i++) {
    const bytes = makeModelFile(small);
    const at = (i * 7) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8));
    try {
      readModel(bytes, 'mine.bin');
    } catch (error) {
      assert.ok(error instanceof JuicerError, `byte ${at}: ${String(error)}`);
    }
  }
  assert.equal(readModel(makeModelFile(small), 'mine.bin').bucket, 3);
});

function patched(bytes: Uint8Array, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeInt32LE(value, at);
  return copy;
}

function notANumber(bytes: Buffer): Buffer {
  bytes.writeFloatLE(NaN, bytes.length - 4);
  return bytes;
}
