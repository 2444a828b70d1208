/**
 * Keeps texts of which enough is letters and digits, of any script. Use it early, against tables, ruler lines and
 * leftovers of binary data. With defaults, `--- 1 ---` goes and `one - two` stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { ALNUM, countLetters } from '../text/characters.js';
import { shareIn } from '../text/code-point-set.js';
import type { TokenCounter } from '../text/hub-tokenizer.js';
import { boundsInOrder, intervalParams } from './base.js';
import { fractionInInterval } from './fraction.js';
import { hubTokenParams, hubTokenFiles, hubTokenizer, hubTokenizerForTokens } from './hub-tokens.js';

const params = z
  .strictObject({
    ...hubTokenParams,
    min_ratio: z.number().default(0.25).describe('Least share of letters and digits.'),
    max_ratio: z
      .number()
      .nullable()
      .default(null)
      .describe('Greatest share of letters and digits; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'), hubTokenizerForTokens);

/** `alphanumeric_filter`: stat `alnum_ratio`, or `alpha_token_ratio`: letters per token, 0 for a text without tokens. */
export const alphanumericFilter = defineFilter({
  name: 'alphanumeric_filter',
  summary: 'Keeps texts whose share of letters and digits is within bounds.',
  version: 1,
  unicode: true,
  params,
  examples: [
    { before: '--- 1 ---', after: { keep: false, stats: { alnum_ratio: 1 / 9 } } },
    { before: 'one - two', after: { keep: true, stats: { alnum_ratio: 6 / 9 } } },
    { before: '\u6f22\u5b57\u3002', after: { keep: true, stats: { alnum_ratio: 2 / 3 } } },
  ],
  files: hubTokenFiles,
  setup: hubTokenizer,
  stats: (p) => ({ [statOf(p)]: 'double' as const }),
  measure: ({ text }, p, tokens) => ({
    [statOf(p)]: tokens === null ? shareIn(text, ALNUM) : lettersPerToken(text, tokens),
  }),
  keep: (stats, p) => fractionInInterval(Number(stats[statOf(p)]), [p.min_ratio, p.max_ratio], p),
});

function lettersPerToken(text: string, tokens: TokenCounter): number {
  const count = tokens.count(text);
  return count === 0 ? 0 : countLetters(text) / count;
}

function statOf(p: { tokenization: boolean }): string {
  return p.tokenization ? 'alpha_token_ratio' : 'alnum_ratio';
}
