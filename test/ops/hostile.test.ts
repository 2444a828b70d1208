/** For each op that reads characters, 1 MB of those that cost it most. Bounds are wide: they tell a square from a line. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { modelBytes, modelPath } from './models.js';
import { prepared, rowOf } from './support.js';

const MEGABYTE = 1024 * 1024;
const SECONDS = 10;

/** What a tokenizer may do to texts, each with a name. */
const NORMALIZERS: Record<string, object> = {
  NFC: { type: 'NFC' },
  NFD: { type: 'NFD' },
  NFKC: { type: 'NFKC' },
  NFKD: { type: 'NFKD' },
  BERT: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: true, lowercase: true }, // prettier-ignore
  SentencePiece: { type: 'Precompiled', precompiled_charsmap: '' },
  sequence: { type: 'Sequence', normalizers: [{ type: 'Lowercase' }, { type: 'NFD' }] },
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-tokenizers-'));
after(() => {
  fs.rmSync(folder, { recursive: true });
});

const WORST: [op: string, what: string, text: string, params?: object][] = [
  ['alphanumeric_filter', 'characters beyond the basic plane', '\u{20000}'.repeat(MEGABYTE / 4)],
  ['special_characters_filter', 'halves of pairs', '\ud83d'.repeat(MEGABYTE / 2)],
  ['average_line_length_filter', 'line breaks', '\r\n'.repeat(MEGABYTE / 2)],
  ['maximum_line_length_filter', 'carriage returns', '\r'.repeat(MEGABYTE)],
  ['words_num_filter', 'one word of special characters', '!'.repeat(MEGABYTE)],
  [
    'words_num_filter',
    'special characters with a letter between',
    `${'!'.repeat(MEGABYTE)}a${'!'.repeat(MEGABYTE)}`,
  ],
  ['words_num_filter', 'words of one character', '! '.repeat(MEGABYTE / 2)],
  ['character_repetition_filter', 'one character', 'a'.repeat(MEGABYTE), { rep_len: 100_000 }],
  ['character_repetition_filter', 'two characters in turn', 'ab'.repeat(MEGABYTE / 2), { rep_len: 1000 }],
  ['character_repetition_filter', 'no piece twice', numbers(), { rep_len: 10 }],
  ['word_repetition_filter', 'one word', 'a '.repeat(MEGABYTE / 2), { rep_len: 1000 }],
  ['word_repetition_filter', 'two words in turn', 'a b '.repeat(MEGABYTE / 4), { rep_len: 3 }],
  ['stopwords_filter', 'words of one letter, in groups', 'a '.repeat(MEGABYTE / 2), { use_words_aug: true }],
  ['flagged_words_filter', 'capital sigmas', '\u03a3'.repeat(MEGABYTE / 2)],
  ['flagged_words_filter', 'capitals that are unknown', '\ua7cb\u0301'.repeat(MEGABYTE / 4)],
  [
    'general_field_filter',
    'a long text to look in',
    'ab'.repeat(MEGABYTE / 2),
    { filter_condition: "'aab' in text" },
  ],
  ['specified_numeric_field_filter', 'digits', '1_'.repeat(MEGABYTE / 2), { field_key: 'text' }],
  ['perplexity_filter', 'one character', 'a'.repeat(MEGABYTE)],
  ['perplexity_filter', 'characters that no piece has', '\u{20000}\u{20001}'.repeat(MEGABYTE / 8)],
  ['perplexity_filter', 'line breaks', '\u2028'.repeat(MEGABYTE / 3)],
  ['perplexity_filter', 'spaces', ' \u3000'.repeat(MEGABYTE / 4)],
  ['perplexity_filter', 'merges of one character', 'a'.repeat(MEGABYTE), bpeModel()],
  ['perplexity_filter', 'merges that overlap', 'inging'.repeat(MEGABYTE / 6), bpeModel()],
  ['perplexity_filter', 'bytes', '\u{20000}'.repeat(MEGABYTE / 4), bpeModel()],
  ['token_num_filter', 'spaces', ' '.repeat(MEGABYTE)],
  ['token_num_filter', 'numbers', numbers()],
  ['token_num_filter', 'stacks of marks', `a${'\u0301\u0323'.repeat(500)}`.repeat(MEGABYTE / 2000)],
  ...Object.keys(NORMALIZERS).flatMap(marksFor),
];

for (const [name, what, text, params] of WORST) {
  test(`${name}: ${what}`, () => {
    const op = prepared(name, params ?? {});
    assert.ok(op.kind === 'filter');
    const started = performance.now();
    op.keep(op.measure(rowOf(text)));
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < SECONDS, `${seconds.toFixed(1)} s`);
  });
}

/** Marks that have to change places, for the tokenizer with a normalizer. */
function marksFor(name: string): [op: string, what: string, text: string, params: object][] {
  const file = path.join(folder, `${name}.json`);
  const json = JSON.parse(modelBytes('tokenizer.json').toString('utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...json, normalizer: NORMALIZERS[name] }));
  const params = { hf_tokenizer: file };
  return [
    ['token_num_filter', `${name}, marks without a base`, '\u0301\u0323'.repeat(MEGABYTE / 4), params],
    ['token_num_filter', `${name}, marks on one base`, `a${'\u0323\u0301'.repeat(MEGABYTE / 4)}`, params],
    ['token_num_filter', `${name}, letters that are marks`, '\u0301\uff9e'.repeat(MEGABYTE / 5), params],
    [
      'token_num_filter',
      `${name}, marks with control characters between`,
      `${'\u0301\u0323'.repeat(30)}\u0001`.repeat(MEGABYTE / 121),
      params,
    ],
  ];
}

function bpeModel(): object {
  return { sentencepiece_model: modelPath('bpe.model') };
}

function numbers(): string {
  return Array.from({ length: MEGABYTE / 8 }, (_, i) => String(i).padStart(8, '0')).join('');
}
