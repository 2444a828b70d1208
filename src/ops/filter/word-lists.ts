/** What the filters by word lists share. */
import { z } from 'zod';
import type { FolderFiles, ListFiles, LoadFile, RowView } from '../define.js';
import { readWords, wordListFiles } from '../text/word-lists.js';
import { listedShare } from '../text/words.js';
import { tokenFiles, tokenParams, wordsOf, type TokenParams, type WordsOf } from './tokens.js';

/** The parameters on words, spread into those of the filter. */
export const listedWordParams = {
  lang: z
    .string()
    .default('en')
    .describe('Language of the list, as the files name it; all: every list together.'),
  ...tokenParams,
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

type ListedWordParams = z.output<z.ZodObject<typeof listedWordParams>>;

/** A list, and how texts are cut into words. */
export interface Listed {
  words: ReadonlySet<string>;
  wordsOf: WordsOf;
}

/** The share of the words of a text that are listed. */
export function measureListed(row: RowView, listed: Listed, p: ListedWordParams): number {
  const sizes = p.use_words_aug ? p.words_aug_group_sizes : [];
  return listedShare(listed.wordsOf(row.text), listed.words, { sizes, join: p.words_aug_join_char });
}

/** The files of lists of a kind, and of the model that cuts words: `folder` is what the parameter `KIND_dir` says. */
export function listFiles(
  p: TokenParams,
  folder: string | null,
  kind: string,
): Record<string, string | FolderFiles> {
  return { ...tokenFiles(p), ...(folder === null ? {} : { [`${kind}_dir`]: wordListFiles(folder, kind) }) };
}

/** Loads the list of the language from the folder that `param` names. */
export function loadListed(
  p: ListedWordParams,
  { param, load, list }: { param: string; load: LoadFile; list: ListFiles },
): Listed {
  return { words: readWords(list(param), load, p.lang), wordsOf: wordsOf(p, load, 'small') };
}
