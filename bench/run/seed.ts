/** The pipeline that is measured: that of the guide's own recipe. */

/** Ops with their parameters, as a recipe has them. */
export const SEED_PROCESS: readonly Record<string, Record<string, unknown>>[] = [
  { whitespace_normalization_mapper: {} },
  { text_length_filter: { min_len: 50, max_len: 2000 } },
  { language_id_score_filter: { lang: 'en', min_score: 0.8 } },
];

/** The field that the ops work on. */
export const TEXT_KEY = 'text';
