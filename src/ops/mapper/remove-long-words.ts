/**
 * Removes words whose length is outside bounds. Use it against encoded data, hashes and URLs in prose. With `max_len: 5`,
 * `the longest "word"` becomes `the "word"`: a word that is too long is measured without special characters around it.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { boundsInOrder, wholeNumber } from '../filter/base.js';
import { codePoints } from '../text/python.js';
import { keepWords } from '../text/sentence-words.js';
import { stripSpecial } from '../text/words.js';

const params = z
  .strictObject({
    min_len: wholeNumber().default(1).describe('Least length of a word, in Unicode code points.'),
    max_len: wholeNumber()
      .nullable()
      .default(null)
      .describe('Greatest length of a word, in Unicode code points; null: no limit.'),
  })
  .check(boundsInOrder('min_len', 'max_len'));

/** `remove_long_words_mapper`: with default parameters too, runs of spaces, tabs and line breaks become one. */
export const removeLongWordsMapper = defineMapper({
  name: 'remove_long_words_mapper',
  summary: 'Removes words whose length is outside bounds.',
  version: 1,
  params,
  examples: [
    { params: { max_len: 5 }, before: 'the longest "word"', after: 'the "word"' },
    { params: { min_len: 2 }, before: 'a bc\n\n d \t ef', after: 'bc\nef' },
  ],
  map: (row, { min_len, max_len }) => {
    const max = max_len ?? Infinity;
    return keepWords(row.text, (word) => {
      const length = codePoints(word);
      const measured = length > max ? codePoints(stripSpecial(word)) : length;
      return min_len <= measured && measured <= max;
    });
  },
});
