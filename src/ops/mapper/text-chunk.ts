/**
 * Cuts texts into chunks, each a row of its own with the other fields of the text. Use it last, for models that read so much
 * at once. With `max_len: 4` and `split_pattern: ' '`, `a bc def` becomes the rows `a`, `bc` and `def`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { chunksOf, splitText, windowsOf } from '../text/chunks.js';
import { RE } from '../text/pattern/dialect.js';
import { matchesOf } from '../text/pattern/matches.js';
import { PATTERN_TEXT, patternProblem } from './base.js';

const SYNTAX = { dialect: RE, flags: '' };
const params = z
  .strictObject({
    max_len: z.int().min(1).nullable().default(null).describe('Most code points of a chunk; null: no limit.'),
    split_pattern: z
      .string()
      .nullable()
      .default('\n\n')
      .describe(`Where to cut, ${PATTERN_TEXT}; what it matches is left out. null: by length alone.`),
    overlap_len: z
      .int()
      .min(0)
      .default(0)
      .describe('Code points that a chunk has in common with the one before, when it was cut at no pattern.'),
  })
  .check(({ value, issues }) => {
    const { max_len, split_pattern, overlap_len } = value;
    const issue = (param: string, message: string): void =>
      void issues.push({ code: 'custom', input: value, path: [param], message });
    if (max_len === null && split_pattern === null)
      issue('max_len', 'is needed where there is no split_pattern');
    if (max_len !== null && overlap_len >= max_len)
      issue('overlap_len', `must be less than max_len (${max_len})`);
    const problem = split_pattern === null ? null : patternProblem(() => matchesOf(split_pattern, SYNTAX));
    if (problem) issue('split_pattern', problem.message);
  });

/** `text_chunk_mapper`. A blank text makes no row where there is no `max_len`. */
export const textChunkMapper = defineMapper({
  name: 'text_chunk_mapper',
  summary: 'Cuts texts into chunks, each a row of its own.',
  version: 1,
  unicode: true,
  params,
  examples: [
    { before: 'one\n\ntwo\n\n\n\n', after: ['one', 'two'] },
    { params: { max_len: 4, split_pattern: ' ' }, before: 'a bc def', after: ['a', 'bc', 'def'] },
    {
      params: { max_len: 3, split_pattern: null, overlap_len: 1 },
      before: 'abcde',
      after: ['abc', 'cde', 'e'],
    },
  ],
  setup: ({ split_pattern }) => (split_pattern === null ? null : matchesOf(split_pattern, SYNTAX)),
  map: ({ text }, { max_len: max, overlap_len: overlap }, matches) => {
    if (max === null) return matches ? splitText(text, matches) : [text];
    return matches ? chunksOf(text, { max, overlap }, matches) : windowsOf(text, { max, overlap });
  },
});
