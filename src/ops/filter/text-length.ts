/**
 * Keeps texts whose length in characters is within bounds. Use it early: it is cheap, and drops stubs and dumps before
 * costlier ops see them. With `min_len: 3`, `hi` goes and `hello` stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { codePoints } from '../text/python.js';
import { boundsInOrder, inInterval, intervalParams, wholeNumber } from './base.js';

const params = z
  .strictObject({
    min_len: wholeNumber().default(10).describe('Least length, in Unicode code points.'),
    max_len: wholeNumber()
      .nullable()
      .default(null)
      .describe('Greatest length, in Unicode code points; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_len', 'max_len'));

/** `text_length_filter`: stat `text_len`. */
export const textLengthFilter = defineFilter({
  name: 'text_length_filter',
  summary: 'Keeps texts whose length in characters is within bounds.',
  version: 1,
  params,
  examples: [
    { params: { min_len: 3 }, before: 'hi', after: { keep: false, stats: { text_len: 2 } } },
    { params: { min_len: 3 }, before: 'hello', after: { keep: true, stats: { text_len: 5 } } },
    {
      params: { min_len: 1, max_len: 1 },
      before: '\u{1F600}',
      after: { keep: true, stats: { text_len: 1 } },
    },
  ],
  stats: () => ({ text_len: 'int64' as const }),
  measure: (row) => ({ text_len: codePoints(row.text) }),
  keep: ({ text_len }, p) => inInterval(Number(text_len), [p.min_len, p.max_len], p),
});
