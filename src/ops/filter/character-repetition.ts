/**
 * Keeps texts in which not too much repeats: of all pieces of `rep_len` characters, those that are among the most frequent.
 * Use it against boilerplate and broken output. With `rep_len: 2`, `abababab` goes and `abcdefgh` stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { NgramCounter } from '../text/ngrams.js';
import { codePointsOf } from '../text/symbols.js';
import { boundsInOrder, intervalParams, wholeNumber } from './base.js';
import { fractionInInterval } from './fraction.js';

const params = z
  .strictObject({
    rep_len: wholeNumber().min(1).default(10).describe('Length of a piece, in Unicode code points.'),
    min_ratio: z.number().default(0).describe('Least share of the most frequent pieces.'),
    max_ratio: z.number().default(0.5).describe('Greatest share of the most frequent pieces.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'));

/** `character_repetition_filter`: stat `char_rep_ratio`, 0 for a text shorter than a piece. */
export const characterRepetitionFilter = defineFilter({
  name: 'character_repetition_filter',
  summary: 'Keeps texts in which the share of repeated pieces of text is within bounds.',
  version: 1,
  params,
  examples: [
    { params: { rep_len: 2 }, before: 'abababab', after: { keep: false, stats: { char_rep_ratio: 4 / 7 } } },
    { params: { rep_len: 2 }, before: 'abcdefgh', after: { keep: true, stats: { char_rep_ratio: 0 } } },
    { before: 'too short', after: { keep: true, stats: { char_rep_ratio: 0 } } },
  ],
  setup: () => new NgramCounter(),
  stats: () => ({ char_rep_ratio: 'double' as const }),
  measure: (row, p, counter) => {
    const counts = counter.count(codePointsOf(row.text), p.rep_len);
    return { char_rep_ratio: counts.length === 0 ? 0 : shareOfMostFrequent(counts) };
  },
  keep: ({ char_rep_ratio }, p) => fractionInInterval(Number(char_rep_ratio), [p.min_ratio, p.max_ratio], p),
});

/** The most frequent are as many as the root of the number of different pieces, if so many occur more than once. */
function shareOfMostFrequent(counts: Int32Array): number {
  const repeated = counts.filter((count) => count > 1).sort();
  const taken = Math.min(Math.floor(Math.sqrt(counts.length)), repeated.length);
  return sum(repeated.subarray(repeated.length - taken)) / sum(counts);
}

function sum(counts: Int32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
