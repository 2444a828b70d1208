import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokenizer } from '@huggingface/tokenizers';
import { JuicerError } from '../../../src/model/errors.js';
import { loadHubTokenizer } from '../../../src/ops/text/hub-tokenizer.js';
import { EXPECTED, modelBytes, modelPath } from '../models.js';
import { preparedFilter, rowOf } from '../support.js';

const JSON_TEXT = modelBytes('tokenizer.json').toString('utf8');

test('as many tokens as the tokenizers of Hugging Face find', () => {
  const tokens = loadHubTokenizer(modelBytes('tokenizer.json'), 'x');
  for (const expected of EXPECTED)
    assert.equal(tokens.count(expected.text), expected.tokens.length, expected.text);
});

test('white space is that of Unicode: U+0085 is, U+FEFF is not', () => {
  const json = JSON.parse(JSON_TEXT) as { model: { vocab: Record<string, number>; merges: string[][] } };
  // A space and the first byte of either character: merged where the two are in one word.
  for (const second of ['\u00c2', '\u00ef']) {
    json.model.vocab[`\u0120${second}`] = Object.keys(json.model.vocab).length;
    json.model.merges.push(['\u0120', second]);
  }
  const tokens = loadHubTokenizer(Buffer.from(JSON.stringify(json)), 'x');
  assert.equal(tokens.count('a \u0085z'), 5);
  assert.equal(tokens.count('a \ufeffz'), 5);
});

test('many marks are counted as the library by itself counts them', () => {
  const text = `x\u00e9${'\u0301\u0316\u0344\u0f77\uff9e'.repeat(40)}\u0001\u0903${'\u0323\u0301'.repeat(70)}\u1ebf`;
  const bert = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: true, lowercase: true }; // prettier-ignore
  const kinds = [
    bert,
    ...['NFC', 'NFD', 'NFKC', 'NFKD'].map((type) => ({ type })),
    { type: 'Precompiled', precompiled_charsmap: '' },
    { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'Lowercase' }] },
  ];
  for (const normalizer of kinds) {
    const json = { ...(JSON.parse(JSON_TEXT) as object), normalizer };
    const plain = new Tokenizer(json, {}).tokenize(text, { add_special_tokens: false });
    const tokens = loadHubTokenizer(Buffer.from(JSON.stringify(json)), 'x');
    assert.equal(tokens.count(text), plain.length, normalizer.type);
  }
});

test('a lone surrogate is U+FFFD', () => {
  const tokens = loadHubTokenizer(modelBytes('tokenizer.json'), 'x');
  assert.equal(tokens.count('\ud800'), tokens.count('\ufffd'));
});

test('what a tokenizer puts around a text does not count, what stands in the text does', () => {
  const around = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<|endoftext|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [], special_tokens: {} }; // prettier-ignore
  const json = { ...(JSON.parse(JSON_TEXT) as object), post_processor: around };
  const tokens = loadHubTokenizer(Buffer.from(JSON.stringify(json)), 'x');
  assert.equal(tokens.count('a'), 1);
  assert.equal(tokens.count('a<|endoftext|>a'), 3);
});

test('a file that is none, or of a kind that is not supported, is refused by name and without its content', () => {
  const merged = { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithNext', invert: false };
  const wrong = {
    empty: '',
    'no JSON': '{secret',
    'no object': '[]',
    'no model': '{"secret": 1}',
    'another model': '{"model": {"type": "secret"}}',
    'another way to cut': JSON.stringify({ ...(JSON.parse(JSON_TEXT) as object), pre_tokenizer: merged }),
  };
  for (const [what, text] of Object.entries(wrong))
    assert.throws(
      () => loadHubTokenizer(Buffer.from(text), 'tokenizer.json'),
      (error) =>
        error instanceof JuicerError &&
        error.code === 'E_RECIPE' &&
        error.message.includes('tokenizer.json') &&
        !error.message.includes('secret'),
      what,
    );
});

test('alphanumeric_filter with tokenization: letters per token', () => {
  const op = preparedFilter('alphanumeric_filter', {
    tokenization: true,
    hf_tokenizer: modelPath('tokenizer.json'),
  });
  assert.deepEqual(op.stats, { alpha_token_ratio: 'double' });
  assert.deepEqual(op.measure(rowOf('')), { alpha_token_ratio: 0 });
  // Five tokens: digits are no letters.
  assert.deepEqual(op.measure(rowOf('a1a1a')), { alpha_token_ratio: 3 / 5 });
  assert.equal(op.keep({ alnum_ratio: 0, alpha_token_ratio: 0.5 }), true);
  assert.equal(op.keep({ alnum_ratio: 1, alpha_token_ratio: 0.1 }), false);
});
