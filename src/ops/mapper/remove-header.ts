/**
 * Drops what stands before the first heading of a LaTeX text, such as its preamble. Use it first on papers.
 * `\title{T}\n\section{One}\nText.` becomes `\section{One}\nText.`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

const HEADING = /\\(?:chapter|part|section|subsection|subsubsection|paragraph|subparagraph)\*?([[{])/g;

const params = z.strictObject({
  drop_no_head: z
    .boolean()
    .default(true)
    .describe('Whether a text without any heading becomes empty; its row stays.'),
});

/** `remove_header_mapper`. */
export const removeHeaderMapper = defineMapper({
  name: 'remove_header_mapper',
  summary: 'Removes what stands before the first heading of LaTeX.',
  version: 1,
  params,
  examples: [
    { before: '\\title{T}\n\\section{One}\nText.', after: '\\section{One}\nText.' },
    { before: 'No heading.', after: '' },
    { params: { drop_no_head: false }, before: 'No heading.', after: 'No heading.' },
  ],
  map: ({ text }, p) => {
    const start = firstHeading(text);
    if (start === -1) return p.drop_no_head ? '' : text;
    return text.slice(start);
  },
});

/** A heading's title may begin after an optional argument, and both may end anywhere in the rest of the text. */
function firstHeading(text: string): number {
  const lastEnd = text.lastIndexOf('}');
  const lastStart = lastEnd < 2 ? -1 : text.lastIndexOf(']{', lastEnd - 2);
  for (const heading of text.matchAll(HEADING)) {
    const after = heading.index + heading[0].length;
    if (after <= (heading[1] === '{' ? lastEnd : lastStart)) return heading.index;
  }
  return -1;
}
