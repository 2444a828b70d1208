/** An op as a recipe gives it, before it is checked. */
import type { OpRegistry } from '../ops/registry.js';
import type { Origin } from './entries.js';
import type { Place, RecipeProblem } from './problem.js';

/** A parameter as given. */
export interface GivenParam {
  value: unknown;
  place: Place;
  origin: Origin;
}

/** An op as given: its parameters are not checked yet. */
export interface GivenOp {
  index: number;
  name: string;
  place: Place;
  params: Map<string, GivenParam>;
}

/** What checking needs besides the ops. */
export interface ProcessContext {
  registry: OpRegistry;
  /** Folder that relative paths in parameters start from. */
  cwd: string;
  /** Whether ops that the registry does not have may be own ones, whose code is not had: they are taken as written. */
  incomplete: boolean;
  /** What becomes of code that parameters give: it is tried, refused, or left as it is. */
  paramCode: 'try' | 'refuse' | 'leave';
  problems: RecipeProblem[];
}
