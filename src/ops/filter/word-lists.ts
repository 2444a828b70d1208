/** What the filters by word lists share. */
import { z } from 'zod';
import type { ListFiles, LoadFile, RowView } from '../define.js';
import { readWords } from '../text/word-lists.js';
import { listedShare, lowerWords } from '../text/words.js';
import { tokenizationParam } from './tokens.js';

/** The parameters on words, spread into those of the filter. */
export const listedWordParams = {
  lang: z
    .string()
    .default('en')
    .describe('Language of the list, as the files name it; all: every list together.'),
  ...tokenizationParam,
  use_words_aug: z
    .boolean()
    .default(false)
    .describe('Whether groups of neighbouring words count as words too, for languages such as Chinese.'),
  words_aug_group_sizes: z
    .array(z.number().refine(Number.isInteger, { message: 'must be a whole number' }).min(1))
    .default([2])
    .describe('Sizes of the groups, a list.'),
  words_aug_join_char: z.string().default('').describe('What joins the words of a group.'),
};

/** The folder with the lists; null only as the default that has to be given. */
export const listFolder = z.string().min(1).nullable().default(null);

interface GroupParams {
  use_words_aug: boolean;
  words_aug_group_sizes: number[];
  words_aug_join_char: string;
}

/** The share of the words of a text that are listed. */
export function measureListed(row: RowView, listed: ReadonlySet<string>, p: GroupParams): number {
  const sizes = p.use_words_aug ? p.words_aug_group_sizes : [];
  return listedShare(lowerWords(row.text), listed, { sizes, join: p.words_aug_join_char });
}

/** Loads the list of the language from the folder that `param` names. */
export function loadListed(
  p: { lang: string },
  { param, load, list }: { param: string; load: LoadFile; list: ListFiles },
): Set<string> {
  return readWords(list(param), load, p.lang);
}
