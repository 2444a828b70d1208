/**
 * Keeps texts whose number of tokens is within bounds, by the tokenizer of the model that is to be trained. Use it late: cutting
 * into tokens takes longer than most filters. With `min_num: 3`, `ok` goes and `these are three words` stays.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { loadHubTokenizer } from '../text/hub-tokenizer.js';
import { boundsInOrder, inInterval, intervalParams, wholeNumber } from './base.js';
import { absoluteFiles, HUB_TOKENIZER_ADVICE, modelFile } from './model-files.js';

const params = z
  .strictObject({
    hf_tokenizer: modelFile.describe('A tokenizer.json as the Hugging Face hub has them, on this machine.'),
    min_num: wholeNumber().default(10).describe('Least number of tokens.'),
    max_num: wholeNumber().nullable().default(null).describe('Greatest number of tokens; null: no limit.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_num', 'max_num'));

/** `token_num_filter`: stat `num_token`, without tokens that stand for the start or end of a text. */
export const tokenNumFilter = defineFilter({
  name: 'token_num_filter',
  summary: 'Keeps texts whose number of tokens is within bounds.',
  version: 1,
  unicode: true,
  params,
  examples: [
    {
      params: { hf_tokenizer: 'tokenizer.json', min_num: 3 },
      before: 'ok',
      after: { keep: false, stats: { num_token: 1 } },
    },
    {
      params: { hf_tokenizer: 'tokenizer.json', min_num: 3 },
      before: 'these are three words',
      after: { keep: true, stats: { num_token: 10 } },
    },
  ],
  needs: { hf_tokenizer: HUB_TOKENIZER_ADVICE },
  files: ({ hf_tokenizer }) => absoluteFiles({ hf_tokenizer }),
  setup: (p, load) => {
    const file = resolve(p.hf_tokenizer ?? '');
    return loadHubTokenizer(load(file), file);
  },
  stats: () => ({ num_token: 'int64' as const }),
  measure: (row, _params, tokens) => ({ num_token: tokens.count(row.text) }),
  keep: ({ num_token }, p) => inInterval(Number(num_token), [p.min_num, p.max_num], p),
});
