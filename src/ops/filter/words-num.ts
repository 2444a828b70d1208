/**
 * Keeps texts whose number of words is within bounds. Use it early, in languages that put spaces between words. With
 * `min_num: 3`, `two words` goes and `these are three` stays; what has no letter, such as `2024`, is no word.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { boundsInOrder, inInterval, intervalParams, wholeNumber } from './base.js';
import { modelForTokens, tokenFiles, tokenParams, wordLangParam, wordsOf } from './tokens.js';

const params = z
  .strictObject({
    ...wordLangParam,
    ...tokenParams,
    min_num: wholeNumber().default(10).describe('Least number of words.'),
    max_num: wholeNumber().nullable().default(null).describe('Greatest number of words; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_num', 'max_num'), modelForTokens);

/** `words_num_filter`: stat `num_words`. */
export const wordsNumFilter = defineFilter({
  name: 'words_num_filter',
  summary: 'Keeps texts whose number of words is within bounds.',
  version: 1,
  params,
  examples: [
    { params: { min_num: 3 }, before: 'two words', after: { keep: false, stats: { num_words: 2 } } },
    { params: { min_num: 3 }, before: 'these are three', after: { keep: true, stats: { num_words: 3 } } },
    { params: { min_num: 3 }, before: '- in 2024 -', after: { keep: false, stats: { num_words: 1 } } },
  ],
  files: tokenFiles,
  setup: (p, load) => wordsOf(p, load, 'as they are'),
  stats: () => ({ num_words: 'int64' as const }),
  measure: (row, _params, words) => ({ num_words: words(row.text).length }),
  keep: ({ num_words }, p) => inInterval(Number(num_words), [p.min_num, p.max_num], p),
});
