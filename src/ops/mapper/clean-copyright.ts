/**
 * Removes the licence header of source code: the first block comment when it speaks of copyright, or else the comment
 * lines at the top. Use it on code before filters that measure text. `# Copyright A\nx = 1` becomes `x = 1`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

/** In any case; a dotted capital I counts as an i. */
const COPYRIGHT = /copyr[i\u0130]ght/i;
const LINE_COMMENT = /^(?:\/\/|#|--|$)/;

/** `clean_copyright_mapper`. Only without any block comment are lines looked at; empty ones at the top go too. */
export const cleanCopyrightMapper = defineMapper({
  name: 'clean_copyright_mapper',
  summary: 'Removes comments with a copyright notice, or comment lines at the top of code.',
  version: 1,
  params: z.strictObject({}),
  examples: [
    { before: '/* Copyright A */\nint x;', after: '\nint x;' },
    { before: '/* notes */ /* Copyright A */', after: '/* notes */ /* Copyright A */' },
    { before: '# Copyright A\n\n-- b\nx = 1\n# c', after: 'x = 1\n# c' },
  ],
  map: ({ text }) => {
    const start = text.indexOf('/*');
    const end = start === -1 ? -1 : text.indexOf('*/', start + 2);
    if (end === -1) return withoutTopComments(text);
    const comment = text.slice(start, end + 2);
    return COPYRIGHT.test(comment) ? text.slice(0, start) + text.slice(end + 2) : text;
  },
});

function withoutTopComments(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => !LINE_COMMENT.test(line));
  return first === -1 ? '' : lines.slice(first).join('\n');
}
