/** The ops that the product has: an explicit list, in alphabetical order. A new op is one import and one entry. */
import type { Op } from './define.js';
import { alphanumericFilter } from './filter/alphanumeric.js';
import { averageLineLengthFilter } from './filter/average-line-length.js';
import { characterRepetitionFilter } from './filter/character-repetition.js';
import { flaggedWordsFilter } from './filter/flagged-words.js';
import { generalFieldFilter } from './filter/general-field.js';
import { languageIdScoreFilter } from './filter/language-id-score.js';
import { maximumLineLengthFilter } from './filter/maximum-line-length.js';
import { specialCharactersFilter } from './filter/special-characters.js';
import { specifiedFieldFilter } from './filter/specified-field.js';
import { specifiedNumericFieldFilter } from './filter/specified-numeric-field.js';
import { stopwordsFilter } from './filter/stopwords.js';
import { suffixFilter } from './filter/suffix.js';
import { textLengthFilter } from './filter/text-length.js';
import { wordRepetitionFilter } from './filter/word-repetition.js';
import { wordsNumFilter } from './filter/words-num.js';
import { whitespaceNormalizationMapper } from './mapper/whitespace-normalization.js';

/** Every built-in op. */
export const OPS: readonly Op[] = [
  alphanumericFilter,
  averageLineLengthFilter,
  characterRepetitionFilter,
  flaggedWordsFilter,
  generalFieldFilter,
  languageIdScoreFilter,
  maximumLineLengthFilter,
  specialCharactersFilter,
  specifiedFieldFilter,
  specifiedNumericFieldFilter,
  stopwordsFilter,
  suffixFilter,
  textLengthFilter,
  wordRepetitionFilter,
  wordsNumFilter,
  whitespaceNormalizationMapper,
];
