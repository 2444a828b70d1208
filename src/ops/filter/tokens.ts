/** The peer's parameters about tokens of a model. */
import { z } from 'zod';

/** The peer's parameter for counting tokens of a model in place of characters or words. */
export const tokenizationParam = {
  tokenization: z
    .boolean()
    .refine((value) => !value, {
      message: 'true is not supported yet: it needs a tokenizer model; leave it out',
    })
    .default(false)
    .describe('Whether to count the tokens of a model; only false is supported.'),
};

/** The peer's language of words, which it uses for the choice of a tokenizer model alone. */
export const wordLangParam = {
  lang: z
    .string()
    .default('en')
    .describe('Language of the texts; acts on nothing while tokenization is not supported.'),
};
