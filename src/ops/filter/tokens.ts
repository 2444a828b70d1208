/** The peer's parameters about tokens of a model in place of words, and the words that come of them. */
import { z } from 'zod';
import type { LoadFile } from '../define.js';
import { loadTokenizer, type SentencePieceTokenizer } from '../text/sentencepiece/tokenizer.js';
import { lowerWords, refine, refinedWords } from '../text/words.js';
import { absoluteFiles, modelFile, SENTENCEPIECE_ADVICE } from './model-files.js';

/** The parameters, spread into those of a filter. */
export const tokenParams = {
  tokenization: z
    .boolean()
    .default(false)
    .describe('Whether the pieces of sentencepiece_model are the words, not what stands between spaces.'),
  sentencepiece_model: modelFile.describe('A SentencePiece model, for tokenization: true.'),
};

/** The peer's language of words, which it uses for the choice of a tokenizer model alone. */
export const wordLangParam = {
  lang: z.string().default('en').describe('Language of the texts; acts on nothing: the model is named.'),
};

/** The parameters as checked. */
export interface TokenParams {
  tokenization: boolean;
  sentencepiece_model: string | null;
}

/** A check for a params object: `tokenization: true` takes a model. */
export const modelForTokens: z.core.CheckFn<TokenParams> = ({ value, issues }) => {
  if (!value.tokenization || value.sentencepiece_model !== null) return;
  const message = `has to be given with tokenization: true; ${SENTENCEPIECE_ADVICE}`;
  issues.push({ code: 'custom', input: value, path: ['sentencepiece_model'], message });
};

/** The model file that the parameters name and that acts. */
export function tokenFiles(p: TokenParams): Record<string, string> {
  return absoluteFiles({ sentencepiece_model: p.tokenization ? p.sentencepiece_model : null });
}

/** The words of a text without special characters at their ends, in small letters or as they are. */
export type WordsOf = (text: string) => string[];

/** How a filter with these parameters gets its words. It holds working memory: one per thread. */
export function wordsOf(p: TokenParams, load: LoadFile, letters: 'small' | 'as they are'): WordsOf {
  const small = letters === 'small';
  const { sentencepiece_model: path } = tokenFiles(p);
  if (path === undefined) return small ? lowerWords : refinedWords;
  const tokenizer: SentencePieceTokenizer = loadTokenizer(load(path), path);
  return (text) => refine(tokenizer.cut(text), small);
}
