/**
 * Puts each sentence of a text on a line of its own. Use it before ops that look at lines. `One came. Two left?` becomes `One came.`
 * and `Two left?` on two lines.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { sentencesOf } from '../text/sentences.js';

const LANGUAGES = ['en', 'fr', 'pt', 'es'] as const;

/** `sentence_split_mapper`: line breaks within a sentence and white space before the first stay. */
export const sentenceSplitMapper = defineMapper({
  name: 'sentence_split_mapper',
  summary: 'Puts each sentence on a line of its own.',
  version: 1,
  unicode: true,
  params: z.strictObject({
    lang: z.enum(LANGUAGES).default('en').describe('Language of the texts.'),
  }),
  examples: [
    { before: 'One came. Two left?  All   rest!', after: 'One came.\nTwo left?\nAll   rest!' },
    {
      before: 'A title\n\nIt has 3.5 lines. "Is it so?" Yes.',
      after: 'A title\n\nIt has 3.5 lines.\n"Is it so?"\nYes.',
    },
    { params: { lang: 'fr' }, before: 'Il part. Elle reste ?', after: 'Il part.\nElle reste ?' },
  ],
  map: (row, { lang }) => sentencesOf(row.text, lang).join('\n'),
});
