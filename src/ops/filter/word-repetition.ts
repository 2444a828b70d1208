/**
 * Keeps texts in which not too many sequences of `rep_len` words occur more than once. Use it against boilerplate and broken
 * output. With `rep_len: 2`, `to be or not to be` has the stat 0.4: `to be` is two of its five pairs.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { NgramCounter } from '../text/ngrams.js';
import { wordNumbers } from '../text/symbols.js';
import { boundsInOrder, intervalParams, wholeNumber } from './base.js';
import { fractionInInterval } from './fraction.js';
import { modelForTokens, tokenFiles, tokenParams, wordLangParam, wordsOf } from './tokens.js';

const params = z
  .strictObject({
    ...wordLangParam,
    ...tokenParams,
    rep_len: wholeNumber().min(1).default(10).describe('Words of a sequence.'),
    min_ratio: z.number().default(0).describe('Least share of sequences that occur more than once.'),
    max_ratio: z.number().default(0.5).describe('Greatest share of sequences that occur more than once.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'), modelForTokens);

/** `word_repetition_filter`: stat `word_rep_ratio`, 0 for a text with fewer words than a sequence. */
export const wordRepetitionFilter = defineFilter({
  name: 'word_repetition_filter',
  summary: 'Keeps texts in which the share of repeated word sequences is within bounds.',
  version: 1,
  params,
  examples: [
    {
      params: { rep_len: 2, max_ratio: 0.3 },
      before: 'To be, or not to be',
      after: { keep: false, stats: { word_rep_ratio: 0.4 } },
    },
    { before: 'one two three', after: { keep: true, stats: { word_rep_ratio: 0 } } },
  ],
  files: tokenFiles,
  setup: (p, load) => ({ counter: new NgramCounter(), wordsOf: wordsOf(p, load, 'small') }),
  stats: () => ({ word_rep_ratio: 'double' as const }),
  measure: (row, p, { counter, wordsOf }) => {
    const words = wordNumbers(wordsOf(row.text));
    const counts = counter.count(words, p.rep_len);
    const repeated = counts.reduce((sum, count) => (count > 1 ? sum + count : sum), 0);
    return { word_rep_ratio: repeated === 0 ? 0 : repeated / (words.length - p.rep_len + 1) };
  },
  keep: ({ word_rep_ratio }, p) => fractionInInterval(Number(word_rep_ratio), [p.min_ratio, p.max_ratio], p),
});
