/**
 * Turns Chinese, typographic and full-width punctuation into ASCII. Use it before ops that know ASCII punctuation only.
 * `“你好”，世界。` becomes `"你好",世界.`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

/** What becomes what, by result. The peer takes the full-width digit one for a quotation mark as well. */
const ASCII: Record<string, string> = {
  ',': '，、',
  '.': '。',
  '"': '„”“«»１」「《》',
  "'": '´’',
  ':': '∶：',
  '?': '？',
  '!': '！',
  '(': '（',
  ')': '）',
  ';': '；',
  '-': '–━►',
  ' - ': '—',
  '. ': '．',
  '~': '～',
  '...': '…',
  '<': '〈',
  '>': '〉',
  '[': '【',
  ']': '】',
  '%': '％',
};

const REPLACEMENTS = new Map(
  Object.entries(ASCII).flatMap(([ascii, characters]) =>
    Array.from(characters, (character) => [character, ascii] as const),
  ),
);
const PUNCTUATION = new RegExp(`[${[...REPLACEMENTS.keys()].join('')}]`, 'g');

/** `punctuation_normalization_mapper`. */
export const punctuationNormalizationMapper = defineMapper({
  name: 'punctuation_normalization_mapper',
  summary: 'Turns Chinese, typographic and full-width punctuation into ASCII.',
  version: 1,
  params: z.strictObject({}),
  examples: [
    { before: '“你好”，世界。', after: '"你好",世界.' },
    { before: 'a—b … １', after: 'a - b ... "' },
  ],
  map: (row) => row.text.replace(PUNCTUATION, (character) => REPLACEMENTS.get(character) ?? character),
});
