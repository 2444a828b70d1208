/**
 * Keeps texts whose perplexity is within bounds: how surprising a text is to a KenLM model of good texts, over pieces of a
 * SentencePiece model. Use it last: it looks up every piece. Fluent text has a few hundred, lists and broken text thousands.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { loadLanguageModel } from '../text/kenlm/load.js';
import { perplexity } from '../text/perplexity.js';
import { loadTokenizer } from '../text/sentencepiece/tokenizer.js';
import { boundsInOrder, intervalParams } from './base.js';
import { fractionInInterval } from './fraction.js';
import { absoluteFiles, KENLM_ADVICE, modelFile, SENTENCEPIECE_ADVICE } from './model-files.js';

const params = z
  .strictObject({
    lang: z.string().default('en').describe('Language of the models; acts on nothing: they are named.'),
    min_ppl: z.number().default(0).describe('Least perplexity.'),
    max_ppl: z.number().default(1500).describe('Greatest perplexity.'),
    sentencepiece_model: modelFile.describe('The SentencePiece model that cuts texts into pieces.'),
    kenlm_model: modelFile.describe('The KenLM model over such pieces: ARPA (or in gzip), or binary.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_ppl', 'max_ppl'));

/** `perplexity_filter`: stat `perplexity`, rounded to one decimal, 0 for a text without pieces. */
export const perplexityFilter = defineFilter({
  name: 'perplexity_filter',
  summary: 'Keeps texts whose perplexity by a language model is within bounds.',
  version: 1,
  params,
  examples: [
    {
      params: { sentencepiece_model: 'en.sp.model', kenlm_model: 'en.arpa.bin', max_ppl: 700 },
      before: 'The cat sat on the mat.',
      after: { keep: true, stats: { perplexity: 252.1 } },
    },
    {
      params: { sentencepiece_model: 'en.sp.model', kenlm_model: 'en.arpa.bin', max_ppl: 700 },
      before: '%% qzx ## 3 vv',
      after: { keep: false, stats: { perplexity: 1065.5 } },
    },
  ],
  needs: { sentencepiece_model: SENTENCEPIECE_ADVICE, kenlm_model: KENLM_ADVICE },
  files: ({ sentencepiece_model, kenlm_model }) => absoluteFiles({ sentencepiece_model, kenlm_model }),
  shared: ['kenlm_model'],
  setup: (p, load) => {
    const [pieces, model] = [resolve(p.sentencepiece_model ?? ''), resolve(p.kenlm_model ?? '')];
    return {
      tokenizer: loadTokenizer(load(pieces), pieces),
      model: loadLanguageModel(load.shared?.(model) ?? load(model), model),
    };
  },
  stats: () => ({ perplexity: 'double' as const }),
  measure: (row, _params, { tokenizer, model }) => ({
    perplexity: perplexity(tokenizer.cut(row.text), model),
  }),
  keep: (stats, p) => fractionInInterval(Number(stats['perplexity']), [p.min_ppl, p.max_ppl], p),
});
