/**
 * Keeps texts whose lines are neither too short nor too long on average. Use it early, against menus and word lists, or
 * with an upper bound against data and code that was packed. With defaults, `a\nb` goes and `hello, world` stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { measureLines } from '../text/lines.js';
import { boundsInOrder, intervalParams, wholeNumber } from './base.js';
import { fractionInInterval } from './fraction.js';

const params = z
  .strictObject({
    min_len: wholeNumber().default(10).describe('Least average, in Unicode code points.'),
    max_len: wholeNumber()
      .nullable()
      .default(null)
      .describe('Greatest average, in Unicode code points; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_len', 'max_len'));

/** `average_line_length_filter`: stat `avg_line_length`, line breaks counted; 0 for the empty text. */
export const averageLineLengthFilter = defineFilter({
  name: 'average_line_length_filter',
  summary: 'Keeps texts whose average line length is within bounds.',
  version: 1,
  params,
  examples: [
    { before: 'a\nb', after: { keep: false, stats: { avg_line_length: 1.5 } } },
    { before: 'hello, world', after: { keep: true, stats: { avg_line_length: 12 } } },
    { before: 'hello,\r\nworld\n', after: { keep: false, stats: { avg_line_length: 7 } } },
  ],
  stats: () => ({ avg_line_length: 'double' as const }),
  measure: (row) => {
    const { lines, length } = measureLines(row.text);
    return { avg_line_length: lines === 0 ? 0 : length / lines };
  },
  keep: ({ avg_line_length }, p) => fractionInInterval(Number(avg_line_length), [p.min_len, p.max_len], p),
});
