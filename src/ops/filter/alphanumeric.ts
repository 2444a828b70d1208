/**
 * Keeps texts of which enough is letters and digits, of any script. Use it early, against tables, ruler lines and
 * leftovers of binary data. With defaults, `--- 1 ---` goes and `one - two` stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { ALNUM } from '../text/characters.js';
import { shareIn } from '../text/code-point-set.js';
import { boundsInOrder, intervalParams } from './base.js';
import { fractionInInterval } from './fraction.js';

const params = z
  .strictObject({
    tokenization: z
      .boolean()
      .refine((value) => !value, {
        message: 'true is not supported yet: it needs a tokenizer model; leave it out',
      })
      .default(false)
      .describe('Whether to count the tokens of a model; only false is supported.'),
    min_ratio: z.number().default(0.25).describe('Least share of letters and digits.'),
    max_ratio: z
      .number()
      .nullable()
      .default(null)
      .describe('Greatest share of letters and digits; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'));

/** `alphanumeric_filter`: stat `alnum_ratio`. */
export const alphanumericFilter = defineFilter({
  name: 'alphanumeric_filter',
  summary: 'Keeps texts whose share of letters and digits is within bounds.',
  version: 1,
  params,
  examples: [
    { before: '--- 1 ---', after: { keep: false, stats: { alnum_ratio: 1 / 9 } } },
    { before: 'one - two', after: { keep: true, stats: { alnum_ratio: 6 / 9 } } },
    { before: '\u6f22\u5b57\u3002', after: { keep: true, stats: { alnum_ratio: 2 / 3 } } },
  ],
  stats: () => ({ alnum_ratio: 'double' as const }),
  measure: (row) => ({ alnum_ratio: shareIn(row.text, ALNUM) }),
  keep: ({ alnum_ratio }, p) => fractionInInterval(Number(alnum_ratio), [p.min_ratio, p.max_ratio], p),
});
