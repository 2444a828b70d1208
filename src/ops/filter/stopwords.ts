/**
 * Keeps texts with enough stop words (`the`, `of`, ...), which whole sentences have and lists have not. Use it after cheap
 * filters. `The cat sat on the mat.` stays and `cat, dog, mouse` goes.
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
    min_ratio: z.number().default(0.3).describe('Least share of stop words.'),
    max_ratio: z.number().default(1).describe('Greatest share of stop words.'),
    stopwords_dir: listFolder.describe(
      'Folder with the lists: its .json files with stopwords in their name.',
    ),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ratio', 'max_ratio'), modelForTokens);

/** `stopwords_filter`: stat `stopwords_ratio`, 0 for a text without words. */
export const stopwordsFilter = defineFilter({
  name: 'stopwords_filter',
  summary: 'Keeps texts whose share of stop words is within bounds.',
  version: 1,
  params,
  examples: [
    {
      params: { stopwords_dir: 'lists' },
      before: 'The cat sat on the mat.',
      after: { keep: true, stats: { stopwords_ratio: 0.5 } },
    },
    {
      params: { stopwords_dir: 'lists' },
      before: 'cat, dog, mouse',
      after: { keep: false, stats: { stopwords_ratio: 0 } },
    },
  ],
  needs: { stopwords_dir: wordListAdvice('stopwords') },
  files: (p) => listFiles(p, p.stopwords_dir, 'stopwords'),
  setup: (p, load, list) => loadListed(p, { param: 'stopwords_dir', load, list }),
  stats: () => ({ stopwords_ratio: 'double' as const }),
  measure: (row, p, listed) => ({ stopwords_ratio: measureListed(row, listed, p) }),
  keep: ({ stopwords_ratio }, p) =>
    fractionInInterval(Number(stopwords_ratio), [p.min_ratio, p.max_ratio], p),
});
