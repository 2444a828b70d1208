/** The ops of a recipe: reads the list, applies overrides, checks every op against the registry. */
import { isMapping, outranks, show, type Entry, type Origin } from './entries.js';
import { listedOps, type ListItem } from './fused-list.js';
import type { GivenOp, GivenParam, ProcessContext } from './given-op.js';
import { checkOp } from './op-params.js';
import type { OpSetting } from './override.js';
import { problemAt, type RecipeProblem } from './problem.js';
import type { ResolvedOp } from './resolved.js';

/** The ops of a resolved recipe, where each stands, and where each parameter comes from. */
export interface Process {
  ops: ResolvedOp[];
  /** Line of each op in the recipe, null for one that was given elsewhere. */
  lines: (number | null)[];
  origins: Record<string, Origin>;
}

/** Resolves the `process` entry. What is wrong goes to the context's problems. */
export function resolveProcess(
  entry: Entry,
  overrides: readonly OpSetting[],
  context: ProcessContext,
): Process {
  const given = readList(entry, context.problems);
  for (const setting of overrides) override(given, setting, context.problems);
  const process: Process = { ops: [], lines: [], origins: {} };
  for (const op of given) {
    if (op === null) continue;
    const params = checkOp(op, context);
    if (params === null) continue;
    process.ops.push({ name: op.name, params });
    process.lines.push(op.place.line);
    for (const name of Object.keys(params)) {
      process.origins[`process.${op.index}.${op.name}.${name}`] = op.params.get(name)?.origin ?? 'default';
    }
  }
  return process;
}

/** One entry per item; null for an item that is no op. */
function readList(entry: Entry, problems: RecipeProblem[]): (GivenOp | null)[] {
  const { value, place } = entry;
  const known = problems.length;
  const items = listedOps(entry, problems);
  if (problems.length > known) return [];
  if (items.length === 0 || items.length > 1000) {
    const found = Array.isArray(value) ? `${items.length} items` : show(value);
    problems.push(
      problemAt(place, {
        message: `process: expected a list of 1 to 1000 ops, found ${found}`,
        key: 'process',
      }),
    );
    return [];
  }
  return items.map((listed, index) => readItem(entry, { ...listed, index }, problems));
}

/** `name`, `name:` or `name: {params}`. */
function readItem(
  { source, origin }: Entry,
  { item, path, index }: ListItem & { index: number },
  problems: RecipeProblem[],
): GivenOp | null {
  const key = `process.${index}`;
  if (typeof item === 'string') return { index, name: item, place: source.place(path), params: new Map() };
  const [[name, params] = ['', null], ...others] = isMapping(item) ? Object.entries(item) : [];
  if (name === '' || others.length > 0) {
    const found = isMapping(item) ? `${others.length > 0 ? others.length + 1 : 'no'} names` : show(item);
    const hint = 'write "- name:" or "- name: {parameter: value}"';
    problems.push(
      problemAt(source.place(path), { message: `${key}: expected one op, found ${found}`, key, hint }),
    );
    return null;
  }
  const place = source.place([...path, name]);
  if (params !== null && !isMapping(params)) {
    const message = `${name}: expected a mapping of parameters, found ${show(params)}`;
    problems.push(problemAt(place, { message, key: `${key}.${name}` }));
    return null;
  }
  const given = Object.entries(params ?? {}).map(([param, value]): [string, GivenParam] => [
    param,
    { value, origin, place: source.place([...path, name, param]) },
  ]);
  return { index, name, place, params: new Map(given) };
}

/** Sets one parameter from outside, unless a stronger origin gave the list with it. */
function override(given: readonly (GivenOp | null)[], setting: OpSetting, problems: RecipeProblem[]): void {
  const { index, op, param, value, origin, place } = setting;
  const target = given[index];
  if (target?.name === op) {
    const standing = target.params.get(param);
    if (!standing || outranks(origin, standing.origin)) target.params.set(param, { value, origin, place });
  } else if (target !== null) {
    const there = target ? `there is ${show(target.name)}` : `the list has ${given.length} items`;
    const key = `process.${index}.${op}.${param}`;
    problems.push(problemAt(place, { message: `process.${index} is no ${op}: ${there}`, key }));
  }
}
