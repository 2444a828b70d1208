/**
 * Cuts a LaTeX text where its bibliography or appendix begins. Use it after `remove_header_mapper`, on papers.
 * `Text.\n\begin{references}\nA.` becomes `Text.\n`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';

const STARTS = [
  String.raw`\appendix`,
  String.raw`\begin{references}`,
  String.raw`\begin{REFERENCES}`,
  String.raw`\begin{thebibliography}`,
];
/** Begins a bibliography only when a brace is closed anywhere after it. */
const COMMAND = String.raw`\bibliography{`;

/** `remove_bibliography_mapper`. */
export const removeBibliographyMapper = defineMapper({
  name: 'remove_bibliography_mapper',
  summary: 'Removes the bibliography and all that follows it from LaTeX.',
  version: 1,
  params: z.strictObject({}),
  examples: [
    { before: 'Text.\n\\begin{references}\nA.\n', after: 'Text.\n' },
    { before: 'Text.\n\\bibliography{refs', after: 'Text.\n\\bibliography{refs' },
  ],
  map: ({ text }) => {
    const places = STARTS.map((start) => text.indexOf(start));
    const command = text.indexOf(COMMAND);
    if (text.lastIndexOf('}') >= command + COMMAND.length) places.push(command);
    const found = places.filter((place) => place !== -1);
    return found.length === 0 ? text : text.slice(0, Math.min(...found));
  },
});
