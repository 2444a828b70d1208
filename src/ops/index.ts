/** The ops that the product has: an explicit list, in alphabetical order. A new op is one import and one entry. */
import type { Op } from './define.js';
import { alphanumericFilter } from './filter/alphanumeric.js';
import { averageLineLengthFilter } from './filter/average-line-length.js';
import { characterRepetitionFilter } from './filter/character-repetition.js';
import { flaggedWordsFilter } from './filter/flagged-words.js';
import { generalFieldFilter } from './filter/general-field.js';
import { languageIdScoreFilter } from './filter/language-id-score.js';
import { maximumLineLengthFilter } from './filter/maximum-line-length.js';
import { perplexityFilter } from './filter/perplexity.js';
import { specialCharactersFilter } from './filter/special-characters.js';
import { specifiedFieldFilter } from './filter/specified-field.js';
import { specifiedNumericFieldFilter } from './filter/specified-numeric-field.js';
import { stopwordsFilter } from './filter/stopwords.js';
import { suffixFilter } from './filter/suffix.js';
import { textLengthFilter } from './filter/text-length.js';
import { tokenNumFilter } from './filter/token-num.js';
import { wordRepetitionFilter } from './filter/word-repetition.js';
import { wordsNumFilter } from './filter/words-num.js';
import { chineseConvertMapper } from './mapper/chinese-convert.js';
import { cleanCopyrightMapper } from './mapper/clean-copyright.js';
import { cleanEmailMapper } from './mapper/clean-email.js';
import { cleanHtmlMapper } from './mapper/clean-html.js';
import { cleanIpMapper } from './mapper/clean-ip.js';
import { cleanLinksMapper } from './mapper/clean-links.js';
import { expandMacroMapper } from './mapper/expand-macro.js';
import { extractTablesFromHtmlMapper } from './mapper/extract-tables-from-html.js';
import { fixUnicodeMapper } from './mapper/fix-unicode.js';
import { jsFileMapper } from './mapper/js-file.js';
import { jsLambdaMapper } from './mapper/js-lambda.js';
import { latexFigureContextExtractorMapper } from './mapper/latex-figure-context-extractor.js';
import { latexMergeTexMapper } from './mapper/latex-merge-tex.js';
import { piiRedactionMapper } from './mapper/pii-redaction.js';
import { punctuationNormalizationMapper } from './mapper/punctuation-normalization.js';
import { removeBibliographyMapper } from './mapper/remove-bibliography.js';
import { removeCommentsMapper } from './mapper/remove-comments.js';
import { removeHeaderMapper } from './mapper/remove-header.js';
import { removeLongWordsMapper } from './mapper/remove-long-words.js';
import { removeNonChineseCharacterMapper } from './mapper/remove-non-chinese-character.js';
import { removeRepeatSentencesMapper } from './mapper/remove-repeat-sentences.js';
import { removeSpecificCharsMapper } from './mapper/remove-specific-chars.js';
import { removeTableTextMapper } from './mapper/remove-table-text.js';
import { removeWordsWithIncorrectSubstringsMapper } from './mapper/remove-words-with-incorrect-substrings.js';
import { replaceContentMapper } from './mapper/replace-content.js';
import { sentenceSplitMapper } from './mapper/sentence-split.js';
import { textChunkMapper } from './mapper/text-chunk.js';
import { whitespaceNormalizationMapper } from './mapper/whitespace-normalization.js';

/** Every built-in op. */
export const OPS: readonly Op[] = [
  alphanumericFilter,
  averageLineLengthFilter,
  characterRepetitionFilter,
  chineseConvertMapper,
  cleanCopyrightMapper,
  cleanEmailMapper,
  cleanHtmlMapper,
  cleanIpMapper,
  cleanLinksMapper,
  expandMacroMapper,
  extractTablesFromHtmlMapper,
  fixUnicodeMapper,
  flaggedWordsFilter,
  generalFieldFilter,
  jsFileMapper,
  jsLambdaMapper,
  languageIdScoreFilter,
  latexFigureContextExtractorMapper,
  latexMergeTexMapper,
  maximumLineLengthFilter,
  perplexityFilter,
  piiRedactionMapper,
  punctuationNormalizationMapper,
  removeBibliographyMapper,
  removeCommentsMapper,
  removeHeaderMapper,
  removeLongWordsMapper,
  removeNonChineseCharacterMapper,
  removeRepeatSentencesMapper,
  removeSpecificCharsMapper,
  removeTableTextMapper,
  removeWordsWithIncorrectSubstringsMapper,
  replaceContentMapper,
  sentenceSplitMapper,
  specialCharactersFilter,
  specifiedFieldFilter,
  specifiedNumericFieldFilter,
  stopwordsFilter,
  suffixFilter,
  textChunkMapper,
  textLengthFilter,
  tokenNumFilter,
  whitespaceNormalizationMapper,
  wordRepetitionFilter,
  wordsNumFilter,
];
