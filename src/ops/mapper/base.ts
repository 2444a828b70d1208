/** What mappers with patterns share. */
import { z } from 'zod';
import { substitution, type Substitute } from '../text/pattern/substitution.js';
import { PatternError } from '../text/pattern/tree.js';

/** A pattern may be written as `r'...'`, as in Python. */
const WRAPPED = /^r(?:'([^]*)'|"([^]*)")$/;

/** How a pattern is described. */
export const PATTERN_TEXT = "a regular expression in Python's syntax, without lookaround and back-references";
/** How a replacement is described. */
export const REPLACEMENT_TEXT =
  "What to put in its place, in Python's syntax: \\1 and \\g<name> are groups of the pattern.";

const replaceParams = z.strictObject({
  pattern: z
    .string()
    .nullable()
    .default(null)
    .describe(`What to replace, ${PATTERN_TEXT}; null: the built-in one.`),
  repl: z.string().default('').describe(REPLACEMENT_TEXT),
});

/** Parameters and set-up of a mapper that replaces what a pattern matches; null stands for the built-in pattern. */
export function replacing(builtIn: string): {
  params: typeof replaceParams;
  setup: (params: z.output<typeof replaceParams>) => Substitute;
} {
  const setup = ({ pattern, repl }: z.output<typeof replaceParams>): Substitute =>
    substitution(pattern === null ? builtIn : unwrapped(pattern), repl);
  const params = replaceParams.check(({ value, issues }) => {
    const problem = patternProblem(() => setup(value));
    if (problem === null) return;
    const path = [problem.part === 'pattern' ? 'pattern' : 'repl'];
    issues.push({ code: 'custom', input: value, path, message: problem.message });
  });
  return { params, setup };
}

/** A pattern without the quotation marks of a raw string of Python. */
export function unwrapped(pattern: string): string {
  const found = WRAPPED.exec(pattern);
  return found ? (found[1] ?? found[2] ?? '') : pattern;
}

/** Why what is compiled cannot be; null when it can. */
export function patternProblem(compile: () => unknown): PatternError | null {
  try {
    compile();
    return null;
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}
