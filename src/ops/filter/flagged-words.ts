/**
 * Keeps texts with few words of a list, such as obscene ones. Use it after cheap filters. With `darn` on the list, the text
 * `darn it` goes; a longer one with the word once stays.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { wordListAdvice } from '../text/word-lists.js';
import { boundsInOrder, intervalParams } from './base.js';
import { fractionInInterval } from './fraction.js';
import { modelForTokens } from './tokens.js';
import { listedWordParams, listFiles, listFolder, loadListed, measureListed } from './word-lists.js';

const params = z
  .strictObject({
    ...listedWordParams,
    min_ratio: z.number().default(0).describe('Least share of listed words.'),
    max_ratio: z.number().default(0.045).describe('Greatest share of listed words.'),
    flagged_words_dir: listFolder.describe(
      'Folder with the lists: its .json files with flagged_words in their name.',
    ),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'), modelForTokens);

/** `flagged_words_filter`: stat `flagged_words_ratio`, 0 for a text without words. */
export const flaggedWordsFilter = defineFilter({
  name: 'flagged_words_filter',
  summary: 'Keeps texts whose share of flagged words is within bounds.',
  version: 1,
  params,
  examples: [
    {
      params: { flagged_words_dir: 'lists' },
      before: 'darn it',
      after: { keep: false, stats: { flagged_words_ratio: 0.5 } },
    },
    {
      params: { flagged_words_dir: 'lists', max_ratio: 0.1 },
      before: 'Well, darn, the cat sat on the mat of the dog.',
      after: { keep: true, stats: { flagged_words_ratio: 1 / 11 } },
    },
  ],
  needs: { flagged_words_dir: wordListAdvice('flagged_words') },
  files: (p) => listFiles(p, p.flagged_words_dir, 'flagged_words'),
  setup: (p, load, list) => loadListed(p, { param: 'flagged_words_dir', load, list }),
  stats: () => ({ flagged_words_ratio: 'double' as const }),
  measure: (row, p, listed) => ({ flagged_words_ratio: measureListed(row, listed, p) }),
  keep: ({ flagged_words_ratio }, p) =>
    fractionInInterval(Number(flagged_words_ratio), [p.min_ratio, p.max_ratio], p),
});
