/**
 * Makes a row of every figure of a LaTeX text that has images, with what is said of it; texts without such figures go. Use
 * it on whole papers. A figure gives its images, caption and label, and the paragraphs that refer to it.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { figureContexts } from '../text/latex/contexts.js';
import { distinctKeys, figureFieldNames, figureFields, figureKeys } from '../text/latex/fields.js';

const COMMANDS = ['\\ref', '\\cref', '\\Cref', '\\autoref'];
const params = z
  .strictObject({
    citation_commands: z
      .array(z.string())
      .nullable()
      .default(null)
      .describe(`Commands that refer to a label, a list; null: ${COMMANDS.join(', ')}.`),
    paragraph_separator: z.string().min(1).default('\n\n').describe('What stands between paragraphs.'),
    ...figureKeys,
  })
  .check(distinctKeys);

/** `latex_figure_context_extractor_mapper`: a figure with parts is a row for each part. */
export const latexFigureContextExtractorMapper = defineMapper({
  name: 'latex_figure_context_extractor_mapper',
  summary: 'Makes a row of every figure of LaTeX, with the paragraphs that refer to it.',
  version: 1,
  params,
  examples: [
    {
      before: '\\begin{figure}\\includegraphics{a.png}\\caption{B}\\label{c}\\end{figure}\n\nSee \\ref{c}.',
      after: [
        {
          fields: {
            images: ['a.png'],
            caption: 'B',
            label: 'c',
            citing_paragraphs: ['See \\ref{c}.'],
            parent_caption: '',
            parent_label: '',
          },
        },
      ],
    },
    { before: '\\begin{figure}\\end{figure}', after: [] },
  ],
  writes: (p) => figureFieldNames(p),
  map: ({ text }, p) => {
    const form = { commands: p.citation_commands ?? COMMANDS, separator: p.paragraph_separator };
    return figureContexts(text, form).map((context) => ({ fields: figureFields(context, p) }));
  },
});
