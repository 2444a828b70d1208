/**
 * Keeps texts of which not too much is special characters: punctuation, symbols, emoji, and also digits, spaces and line
 * breaks. Use it early, against lists of numbers and decorated text. With defaults, `a b c d` goes and `some words` stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { SPECIAL } from '../text/characters.js';
import { shareIn } from '../text/code-point-set.js';
import { boundsInOrder, intervalParams } from './base.js';
import { fractionInInterval } from './fraction.js';

const params = z
  .strictObject({
    min_ratio: z.number().default(0).describe('Least share of special characters.'),
    max_ratio: z.number().default(0.25).describe('Greatest share of special characters.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'));

/** `special_characters_filter`: stat `special_char_ratio`. */
export const specialCharactersFilter = defineFilter({
  name: 'special_characters_filter',
  summary: 'Keeps texts whose share of special characters is within bounds.',
  version: 1,
  params,
  examples: [
    { before: 'a b c d', after: { keep: false, stats: { special_char_ratio: 3 / 7 } } },
    { before: 'some words', after: { keep: true, stats: { special_char_ratio: 0.1 } } },
    { before: 'ab 12\u{1F600}', after: { keep: false, stats: { special_char_ratio: 4 / 6 } } },
  ],
  stats: () => ({ special_char_ratio: 'double' as const }),
  measure: (row) => ({ special_char_ratio: shareIn(row.text, SPECIAL) }),
  keep: ({ special_char_ratio }, p) =>
    fractionInInterval(Number(special_char_ratio), [p.min_ratio, p.max_ratio], p),
});
