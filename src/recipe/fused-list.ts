/** `general_fused_op`: a list of ops in the place of one, which stand in `process` as if they were written there. */
import { isMapping, show, type Entry } from './entries.js';
import { problemAt, type RecipeProblem } from './problem.js';
import type { Path } from './tree.js';

const NAME = 'general_fused_op';
const LIST = 'fused_op_list';
/** What may be set besides the list; batches are the engine's own here. */
const OTHERS = ['batch_size'];
/** Lists within lists. */
const MOST_DEEP = 8;

/** An item of the list of ops, and where it stands. */
export interface ListItem {
  item: unknown;
  path: Path;
}

/** The items of `process`, those of every `general_fused_op` in its place. What is wrong goes to the problems. */
export function listedOps(entry: Entry, problems: RecipeProblem[]): ListItem[] {
  const spread = (list: readonly unknown[], base: Path, depth: number): ListItem[] =>
    list.flatMap((item, index) => {
      const path = [...base, index];
      const given = isMapping(item) && Object.keys(item).length === 1 ? item[NAME] : undefined;
      if (given === undefined) return [{ item, path }];
      const inner = fusedList(given, depth);
      if (typeof inner !== 'string') return spread(inner, [...path, NAME, LIST], depth + 1);
      problems.push(problemAt(entry.source.place([...path, NAME]), { message: inner, key: path.join('.') }));
      return [];
    });
  return Array.isArray(entry.value) ? spread(entry.value, entry.path, 0) : [];
}

/** The list of a `general_fused_op`, or what is wrong with it. */
function fusedList(given: unknown, depth: number): readonly unknown[] | string {
  const list = isMapping(given) ? given[LIST] : undefined;
  if (!isMapping(given) || !Array.isArray(list))
    return `${NAME}: expected ${LIST} with a list of ops, found ${show(given)}`;
  const other = Object.keys(given).find((key) => key !== LIST && !OTHERS.includes(key));
  if (other !== undefined) return `${NAME}: ${show(other)} is none of ${[LIST, ...OTHERS].join(', ')}`;
  return depth < MOST_DEEP ? list : `${NAME}: lists within lists go ${MOST_DEEP} deep at most`;
}

/** The JSON Schema of its parameters, given that of an item of `process`. */
export function fusedListSchema(item: object): Record<string, object> {
  const properties = {
    [LIST]: { description: 'Ops that stand in its place.', type: 'array', items: item },
    ...Object.fromEntries(OTHERS.map((name) => [name, { description: 'No effect.' }])),
  };
  const description = 'A list of ops in the place of one.';
  return {
    [NAME]: { description, type: 'object', properties, required: [LIST], additionalProperties: false },
  };
}
