/** What is wrong with a recipe, and the error that carries all of it at once. */
import { JuicerError, type ErrorCode } from '../model/errors.js';

/**
 * Where something stands. `file` is the recipe, or the flag (`--set a.b`) or variable (`JUICER_SET_A__B`) that gave it;
 * line and column count from 1 and are null for what has none.
 */
export interface Place {
  file: string;
  line: number | null;
  column: number | null;
}

/** One thing wrong. `key` is the dotted key as written, empty when it is about the file as a whole. */
export interface RecipeProblem extends Place {
  code: ErrorCode;
  message: string;
  key: string;
  /** What to do about it; null when the message says it all. */
  hint: string | null;
}

/** What {@link problemAt} takes besides the place. */
export interface ProblemText {
  code?: ErrorCode;
  message: string;
  key?: string;
  hint?: string | null;
}

/** A problem at a place; code E_RECIPE, no key and no hint unless given. */
export function problemAt(place: Place, text: ProblemText): RecipeProblem {
  const { code = 'E_RECIPE', message, key = '', hint = null } = text;
  return { code, message, key, ...place, hint };
}

/** One line: `recipe.yaml:12:3: unknown key "partiton_size"; did you mean "partition_size"?` */
export function renderProblem(problem: RecipeProblem): string {
  const { file, line, column, message, hint } = problem;
  const place = line === null ? file : `${file}:${line}:${column ?? 1}`;
  return `${place}: ${message}${hint === null ? '' : `; ${hint}`}`;
}

/** A recipe that cannot be used. Its message is one rendered line per problem. */
export class RecipeError extends JuicerError {
  readonly problems: readonly RecipeProblem[];

  constructor(problems: readonly RecipeProblem[]) {
    const sorted = [...problems].sort(byPlace);
    super('E_RECIPE', sorted.map(renderProblem).join('\n'));
    this.problems = sorted;
  }
}

/** Places with a line come first, in their order; the rest keeps the order in which it was found. */
function byPlace(a: Place, b: Place): number {
  const [lineA, lineB] = [a.line ?? Infinity, b.line ?? Infinity];
  if (lineA === lineB) return (a.column ?? 0) - (b.column ?? 0);
  return lineA < lineB ? -1 : 1;
}
