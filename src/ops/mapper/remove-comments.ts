/**
 * Removes comments from LaTeX. Use it on papers, before ops that read prose. `a b% note\n% line\nc` becomes `a \nc`: the
 * character before a comment within a line goes with it, as with the peer.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

/** A character that is no backslash (it may be a line break), a percent sign, and at least one more up to the line's end. */
const INLINE = /[^\\]%[^\n]+/gu;
/** A line that begins with a percent sign, with its line break. */
const WHOLE_LINE = /(?<![^\n])%[^\n]*\n?/g;

const params = z.strictObject({
  doc_type: z
    .union([z.string(), z.array(z.string())])
    .default('tex')
    .describe('Kind of document; only LaTeX comments are known, so it acts on nothing.'),
  inline: z.boolean().default(true).describe('Whether comments after other text on their line are removed.'),
  multiline: z.boolean().default(true).describe('Whether lines that are a comment are removed.'),
});

/** `remove_comments_mapper`. */
export const removeCommentsMapper = defineMapper({
  name: 'remove_comments_mapper',
  summary: 'Removes comments from LaTeX.',
  version: 1,
  params,
  examples: [
    { before: 'a b% note\n% line\nc', after: 'a \nc' },
    { before: '% line\n50\\% of it\n', after: '50\\% of it\n' },
    { params: { multiline: false }, before: '% line\nb % note', after: '% line\nb' },
  ],
  map: (row, p) => {
    const text = p.inline ? row.text.replace(INLINE, '') : row.text;
    return p.multiline ? text.replace(WHOLE_LINE, '') : text;
  },
});
