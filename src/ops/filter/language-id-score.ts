/**
 * Keeps texts in given languages, by fastText's model for 176 languages. Use it after cheap filters: it reads every
 * word. With `lang: en`, `The cat sat on the mat.` stays and `Die Katze sitzt auf der Matte.` goes.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { LanguageIdentifier } from '../text/fasttext/identifier.js';
import { readModel } from '../text/fasttext/model.js';
import { modelPath } from '../text/fasttext/model-path.js';
import { inInterval, intervalParams } from './base.js';

const params = z.strictObject({
  lang: z
    .union([z.string(), z.array(z.string())])
    .default('')
    .describe('Language codes to keep, one or a list, such as en or [en, de]; empty: any language.'),
  min_score: z.number().default(0.8).describe('Least score of the language; scores run from 0 to about 1.'),
  model_path: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('A fastText language model, .ftz or .bin; null: the installed lid.176.ftz.'),
  ...intervalParams,
});

/** `language_id_score_filter`: stats `lang` and `lang_score`. There is no upper bound, so `max_closed_interval` acts on nothing. */
export const languageIdScoreFilter = defineFilter({
  name: 'language_id_score_filter',
  summary: 'Keeps texts that are in given languages with a sufficient score.',
  version: 1,
  unicode: true,
  params,
  examples: [
    {
      params: { lang: 'en' },
      before: 'The cat sat on the mat and looked out of the window.',
      after: { keep: true, stats: { lang: 'en', lang_score: 0.927161 } },
    },
    {
      params: { lang: 'en' },
      before: 'Die Katze sitzt auf der Matte und schaut aus dem Fenster.',
      after: { keep: false, stats: { lang: 'de', lang_score: 0.999137 } },
    },
  ],
  files: (p) => ({ model_path: modelPath(p.model_path) }),
  setup: (p, load) => {
    const path = modelPath(p.model_path);
    return new LanguageIdentifier(readModel(load(path), path));
  },
  stats: () => ({ lang: 'utf8' as const, lang_score: 'double' as const }),
  measure: (row, _params, identifier) => {
    const { label, score } = identifier.identify(row.text);
    return { lang: label, lang_score: score };
  },
  keep: ({ lang, lang_score }, p) => {
    const wanted = typeof p.lang === 'string' ? p.lang === lang : p.lang.includes(String(lang));
    return (wanted || p.lang.length === 0) && inInterval(Number(lang_score), [p.min_score, null], p);
  },
});
