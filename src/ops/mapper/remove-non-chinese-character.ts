/**
 * Removes every character that is not Chinese, on request letters, digits and punctuation too. Use it on Chinese text
 * from mixed sources. `中文ab\n한글。` becomes `中文ab。`: line breaks and tabs go as well.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

const PUNCTUATION = String.raw`.， ,\-。%《*》/•、&＆(—)（+）：？!！“”·`;

const params = z.strictObject({
  keep_alphabet: z.boolean().default(true).describe('Whether ASCII letters stay.'),
  keep_number: z.boolean().default(true).describe('Whether ASCII digits stay.'),
  keep_punc: z.boolean().default(true).describe('Whether the space and common punctuation stay.'),
});

/** `remove_non_chinese_character_mapper`. */
export const removeNonChineseCharacterMapper = defineMapper({
  name: 'remove_non_chinese_character_mapper',
  summary: 'Removes characters that are not Chinese.',
  version: 1,
  params,
  examples: [
    { before: '中文ab\n한글。', after: '中文ab。' },
    { params: { keep_alphabet: false, keep_punc: false }, before: '中文 ab，12。', after: '中文12' },
  ],
  setup: (p) => {
    const letters = p.keep_alphabet ? 'A-Za-z' : '';
    const digits = p.keep_number ? '0-9' : '';
    return new RegExp(`[^\u4E00-\u9FA5${letters}${digits}${p.keep_punc ? PUNCTUATION : ''}]+`, 'g');
  },
  map: (row, _params, others) => row.text.replace(others, ''),
});
