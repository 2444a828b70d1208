/**
 * Removes words that contain given pieces, by default pieces of URLs and HTML. Use it on web text when the links' words
 * are of no use. `see http://a.org for more` becomes `see for more`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { keepWords } from '../text/sentence-words.js';
import { stripSpecial } from '../text/words.js';

const params = z.strictObject({
  lang: z.string().default('en').describe('Language of the texts; without a tokenizer it acts on nothing.'),
  tokenization: z
    .boolean()
    .refine((asked) => !asked, {
      message: 'a tokenizer for words has to be downloaded, which is not supported',
    })
    .default(false)
    .describe('Whether words come from a language model; only false is supported.'),
  substrings: z
    .array(z.string())
    .nullable()
    .default(null)
    .describe('The pieces, in the case they have; null: http, www, .com, href and //.'),
});
const DEFAULT_SUBSTRINGS = ['http', 'www', '.com', 'href', '//'];

/** `remove_words_with_incorrect_substrings_mapper`: pieces are looked for without special characters around a word. */
export const removeWordsWithIncorrectSubstringsMapper = defineMapper({
  name: 'remove_words_with_incorrect_substrings_mapper',
  summary: 'Removes words that contain given pieces.',
  version: 1,
  params,
  examples: [
    { before: 'see http://a.org for more', after: 'see for more' },
    { before: '// a .com\n\nb.com c', after: '// a .com\nc' },
    { params: { substrings: ['the'] }, before: 'The other one', after: 'The one' },
  ],
  map: (row, p) => {
    const substrings = p.substrings ?? DEFAULT_SUBSTRINGS;
    return keepWords(row.text, (word) => {
      const stripped = stripSpecial(word);
      return !substrings.some((substring) => stripped.includes(substring));
    });
  },
});
