/**
 * Replaces what patterns match. Use it for what no other op removes. With `pattern: '(\w+)@(\w+)'` and
 * `repl: '\2 at \1'`, `a@b` becomes `b at a`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { substitution, type Substitute } from '../text/pattern/substitution.js';
import { PATTERN_TEXT, patternProblem, REPLACEMENT_TEXT, unwrapped } from './base.js';

const params = z
  .strictObject({
    pattern: z
      .union([z.string(), z.array(z.string())])
      .nullable()
      .default(null)
      .describe(`What to replace, ${PATTERN_TEXT}, or a list of such, applied in order; null: nothing.`),
    repl: z
      .union([z.string(), z.array(z.string())])
      .default('')
      .describe(`${REPLACEMENT_TEXT} One for all patterns, or a list with one for each.`),
  })
  .check(({ value, issues }) => {
    pairs(value).forEach(([pattern, repl], i) => {
      const short = repl === undefined;
      const problem = short ? null : patternProblem(() => substitution(pattern, repl));
      const param = short || problem?.part === 'replacement' ? 'repl' : 'pattern';
      const message = short ? `there is no replacement for pattern ${i + 1}` : problem?.message;
      const path = Array.isArray(value[param]) && !short ? [param, i] : [param];
      if (message !== undefined) issues.push({ code: 'custom', input: value, path, message });
    });
  });

/** `replace_content_mapper`. */
export const replaceContentMapper = defineMapper({
  name: 'replace_content_mapper',
  summary: 'Replaces what patterns match.',
  version: 1,
  unicode: true,
  params,
  examples: [
    { params: { pattern: '(\\w+)@(\\w+)', repl: '\\2 at \\1' }, before: 'a@b', after: 'b at a' },
    { params: { pattern: ['a+', "r'\\d'"], repl: ['1', '<n>'] }, before: 'aab2', after: '<n>b<n>' },
    { before: 'a', after: 'a' },
  ],
  setup: (p): Substitute[] => pairs(p).map(([pattern, repl = '']) => substitution(pattern, repl)),
  map: (row, _params, replacements) => replacements.reduce((text, replace) => replace(text), row.text),
});

function pairs({ pattern, repl }: z.output<typeof params>): [pattern: string, repl: string | undefined][] {
  const patterns = pattern === null ? [] : [pattern].flat();
  return patterns.map((one, i) => [unwrapped(one), typeof repl === 'string' ? repl : repl[i]]);
}
