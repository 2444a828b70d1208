/** The ops that the product has: an explicit list, in alphabetical order. A new op is one import and one entry. */
import type { Op } from './define.js';
import { languageIdScoreFilter } from './filter/language-id-score.js';
import { textLengthFilter } from './filter/text-length.js';
import { whitespaceNormalizationMapper } from './mapper/whitespace-normalization.js';

/** Every built-in op. */
export const OPS: readonly Op[] = [languageIdScoreFilter, textLengthFilter, whitespaceNormalizationMapper];
