import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { JuicerError } from '../../../../src/model/errors.js';
import { loadLanguageModel } from '../../../../src/ops/text/kenlm/load.js';
import { perplexity } from '../../../../src/ops/text/perplexity.js';
import { EXPECTED, modelBytes } from '../../models.js';

const ARPA = modelBytes('small.arpa');
const FORMS: Record<string, Uint8Array> = {
  ARPA,
  'ARPA in gzip': gzipSync(ARPA),
  'ARPA with CR LF': Buffer.from(ARPA.toString('utf8').replaceAll('\n', '\r\n')),
  probing: modelBytes('small.bin'),
  trie: modelBytes('small.trie'),
  'trie, not aligned': Buffer.concat([Buffer.alloc(3), modelBytes('small.trie')]).subarray(3),
  'probing, not aligned': Buffer.concat([Buffer.alloc(1), modelBytes('small.bin')]).subarray(1),
};

for (const [form, bytes] of Object.entries(FORMS)) {
  test(`${form}: the perplexities are those that KenLM gives`, () => {
    const model = loadLanguageModel(bytes, form);
    for (const expected of EXPECTED) {
      assert.equal(perplexity(expected.unigram, model), expected.perplexity.unigram, expected.text);
      assert.equal(perplexity(expected.bpe, model), expected.perplexity.bpe, expected.text);
      assert.equal(model.score(words(expected.unigram)), expected.scores.unigram, expected.text);
      assert.equal(model.score(words(expected.bpe)), expected.scores.bpe, expected.text);
    }
  });
}

for (const name of ['small-q.trie', 'small-aq.trie']) {
  test(`${name}: the scores of a quantised trie are those that KenLM gives, to the last bit`, () => {
    const model = loadLanguageModel(modelBytes(name), name);
    for (const expected of EXPECTED) {
      assert.equal(model.score(words(expected.unigram)), expected.quantised.unigram, expected.text);
      assert.equal(model.score(words(expected.bpe)), expected.quantised.bpe, expected.text);
    }
  });
}

test('scores follow the definition: the longest n-gram there is, and the back-offs of the contexts that are longer', () => {
  const model = loadLanguageModel(
    arpa(['-1 <unk> 0', '-99 <s> -0.5', '-2 </s>', '-3 a -0.25'], ['-0.5 <s> a']),
    'x',
  );
  close(model.score(['a']), -0.5 + (-0.25 - 2));
  close(model.score(['b']), -0.5 - 1 + -2);
  close(model.score([]), -0.5 - 2);
});

test('a model without <unk> gives unknown words -100', () => {
  const model = loadLanguageModel(arpa(['-99 <s> -0.5', '-2 </s>', '-3 a -0.25'], ['-0.5 <s> a']), 'x');
  close(model.score(['b']), -0.5 - 100 - 2);
});

test('a file that is damaged or of another kind is refused by name', () => {
  const text = ARPA.toString('utf8');
  const wrong: Record<string, Uint8Array> = {
    empty: Buffer.alloc(0),
    'no model': modelBytes('unigram.model'),
    'ends within': ARPA.subarray(0, ARPA.length - 20),
    'no end': Buffer.from(text.replace('\\end\\', '')),
    'count too large': Buffer.from(text.replace(/ngram 2=\d+/, 'ngram 2=999999999999')),
    'score above 0': Buffer.from(text.replace('\t<unk>', '1\t<unk>').replace('-4.5', '4.')),
    'unknown word': Buffer.from(text.replace(/(\\4-grams:\n\S+\t)\S+/, '$1nowhere')),
    'one order': arpa(['-99 <s>', '-2 </s>'], null),
    'damaged gzip': gzipSync(ARPA).subarray(0, 1000),
    'binary ends within': modelBytes('small.bin').subarray(0, 100_000),
    'binary header only': modelBytes('small.bin').subarray(0, 60),
  };
  for (const [what, bytes] of Object.entries(wrong))
    assert.throws(() => loadLanguageModel(bytes, 'lm.arpa'), refused, what);
});

test('a trie that is damaged or of another version is refused by name', () => {
  const plain = modelBytes('small.trie');
  const quantised = modelBytes('small-aq.trie');
  // Behind the header of 140 bytes, rounded to 8, come the number of words and their hashes.
  const values = 144 + 8 + 8 * plain.readUInt32LE(108);
  const wrong: Record<string, Uint8Array> = {
    'ends within': plain.subarray(0, 60_000),
    'ends within the words': plain.subarray(0, 500),
    'ends behind the header': plain.subarray(0, 144),
    'another number of words': changed(plain, 144, 3),
    'another version of tries': changed(plain, 104, 7),
    'an unknown type': changed(plain, 96, 6),
    'values of another version': changed(quantised, values, 3),
    'values of no bits': changed(quantised, values + 1, 0),
    'quantised in name only': changed(plain, 96, 3),
    'counts beyond the file': changed(plain, 131, 200),
  };
  for (const [what, bytes] of Object.entries(wrong))
    assert.throws(() => loadLanguageModel(bytes, 'lm.arpa'), refused, what);
});

test('rest costs are refused with what is wrong', () => {
  const bytes = changed(modelBytes('small.bin'), 96, 1);
  assert.throws(() => loadLanguageModel(bytes, 'lm.arpa'), /lm\.arpa has rest costs/);
});

test('a damaged pointer of a trie leads to no place outside of it', () => {
  const bytes = modelBytes('small.trie');
  const count = bytes.readUInt32LE(108);
  const unigrams = 144 + 8 + 8 * count;
  for (let word = 0; word <= count; word++) bytes.writeUInt32LE(0xffffffff, unigrams + 16 * word + 12);
  const model = loadLanguageModel(bytes, 'lm.arpa');
  for (const expected of EXPECTED) assert.ok(Number.isFinite(model.score(words(expected.unigram))));
});

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

/** Pieces as KenLM sees them: it cuts at white space of ASCII and stops at a NUL. */
function words(pieces: string[]): string[] {
  const [line = ''] = pieces.join(' ').split('\0');
  return line.split(/[\t-\r ]+/).filter((word) => word !== '');
}

function arpa(words: string[], pairs: string[] | null): Buffer {
  const counts = [`ngram 1=${words.length}`, ...(pairs ? [`ngram 2=${pairs.length}`] : [])];
  const sections = ['', '\\1-grams:', ...words, ...(pairs ? ['', '\\2-grams:', ...pairs] : [])];
  return Buffer.from(['\\data\\', ...counts, ...sections, '', '\\end\\', ''].join('\n'));
}

function close(value: number, wanted: number): void {
  assert.ok(Math.abs(value - wanted) < 1e-5, `${value}, not ${wanted}`);
}

function refused(error: unknown): boolean {
  return error instanceof JuicerError && error.code === 'E_RECIPE' && error.message.includes('lm.arpa');
}
