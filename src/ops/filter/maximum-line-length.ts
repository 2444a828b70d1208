/**
 * Keeps texts whose longest line is neither too short nor too long. Use it early, with an upper bound against data and code
 * that was packed. With `max_len: 100`, a text with one line of 101 characters goes.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { measureLines } from '../text/lines.js';
import { boundsInOrder, inInterval, intervalParams, wholeNumber } from './base.js';

const params = z
  .strictObject({
    min_len: wholeNumber().default(10).describe('Least length of the longest line, in Unicode code points.'),
    max_len: wholeNumber()
      .nullable()
      .default(null)
      .describe('Greatest length of the longest line, in Unicode code points; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_len', 'max_len'));

/** `maximum_line_length_filter`: stat `max_line_length`, without the line break. */
export const maximumLineLengthFilter = defineFilter({
  name: 'maximum_line_length_filter',
  summary: 'Keeps texts whose longest line is within bounds.',
  version: 1,
  params,
  examples: [
    { before: 'a\nb', after: { keep: false, stats: { max_line_length: 1 } } },
    { before: 'a\nhello, world\n', after: { keep: true, stats: { max_line_length: 12 } } },
    { before: '', after: { keep: false, stats: { max_line_length: 0 } } },
  ],
  stats: () => ({ max_line_length: 'int64' as const }),
  measure: (row) => ({ max_line_length: measureLines(row.text).longest }),
  keep: ({ max_line_length }, p) => inInterval(Number(max_line_length), [p.min_len, p.max_len], p),
});
