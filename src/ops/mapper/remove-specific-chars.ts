/**
 * Removes given characters. Use it against bullets and boxes from web pages and slides. `◆ first ► second` becomes
 * ` first  second`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

const params = z.strictObject({
  chars_to_remove: z
    .union([z.string(), z.array(z.string().min(1))])
    .default('◆●■►▼▲▴∆▻▷❖♡□')
    .describe('The characters to remove, as one string or a list; empty: none.'),
});

/** `remove_specific_chars_mapper`. */
export const removeSpecificCharsMapper = defineMapper({
  name: 'remove_specific_chars_mapper',
  summary: 'Removes given characters.',
  version: 1,
  params,
  examples: [
    { before: '◆ first ► second', after: ' first  second' },
    {
      params: { chars_to_remove: ['-', '\u{1F600}'] },
      before: 'a-b\u{1F600}\u{1F601}',
      after: 'ab\u{1F601}',
    },
  ],
  setup: ({ chars_to_remove: given }) => {
    const characters = typeof given === 'string' ? given : given.join('');
    if (characters === '') return null;
    const escapes = Array.from(characters, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
    return new RegExp(`[${escapes.join('')}]+`, 'gu');
  },
  map: (row, _params, characters) => (characters ? row.text.replace(characters, '') : row.text),
});
