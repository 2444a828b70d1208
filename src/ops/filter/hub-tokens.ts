/** The parameters of a filter that may count tokens of a Hugging Face tokenizer in place of characters. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { LoadFile } from '../define.js';
import { loadHubTokenizer, type TokenCounter } from '../text/hub-tokenizer.js';
import { absoluteFiles, HUB_TOKENIZER_ADVICE, modelFile } from './model-files.js';

/** The parameters, spread into those of the filter. */
export const hubTokenParams = {
  tokenization: z
    .boolean()
    .default(false)
    .describe('Whether to measure letters per token of hf_tokenizer; the stat is alpha_token_ratio then.'),
  hf_tokenizer: modelFile.describe('A tokenizer.json of the Hugging Face hub, for tokenization: true.'),
};

interface HubTokenParams {
  tokenization: boolean;
  hf_tokenizer: string | null;
}

/** A check for a params object: `tokenization: true` takes a tokenizer. */
export const hubTokenizerForTokens: z.core.CheckFn<HubTokenParams> = ({ value, issues }) => {
  if (!value.tokenization || value.hf_tokenizer !== null) return;
  const message = `has to be given with tokenization: true; ${HUB_TOKENIZER_ADVICE}`;
  issues.push({ code: 'custom', input: value, path: ['hf_tokenizer'], message });
};

/** The tokenizer file that the parameters name and that acts. */
export function hubTokenFiles(p: HubTokenParams): Record<string, string> {
  return absoluteFiles({ hf_tokenizer: p.tokenization ? p.hf_tokenizer : null });
}

/** The tokenizer that the parameters name and that acts; null for none. */
export function hubTokenizer(p: HubTokenParams, load: LoadFile): TokenCounter | null {
  if (!p.tokenization || p.hf_tokenizer === null) return null;
  const file = resolve(p.hf_tokenizer);
  return loadHubTokenizer(load(file), file);
}
