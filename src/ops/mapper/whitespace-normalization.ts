/**
 * Trims a text and turns every kind of space into the plain one. Use it first, so that later ops need to know one space
 * only. `'\u3000a\u00a0b '` becomes `'a b'`. Line breaks stay, runs of spaces are not collapsed.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { strip } from '../text/python.js';

/** The peer's VARIOUS_WHITESPACES but the space itself: no line breaks, neither U+FEFF nor U+1680. */
const SPACES = /[\t\u0084\u00A0\u2000-\u200D\u202F\u205F\u2060\u3000\uFFFC]/g;

/** `whitespace_normalization_mapper`. */
export const whitespaceNormalizationMapper = defineMapper({
  name: 'whitespace_normalization_mapper',
  summary: 'Trims texts and turns every kind of space into the plain one.',
  version: 1,
  params: z.strictObject({}),
  examples: [
    { before: ' \u3000a\u00A0b\u2003c\t', after: 'a b c' },
    { before: 'two  lines\n\there\n', after: 'two  lines\n here' },
  ],
  map: (row) => strip(row.text).replace(SPACES, ' '),
});
