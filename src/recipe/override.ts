/** Settings from outside the recipe: `--set a.b=v` and `JUICER_SET_A__B=v`. */
import { collectEntries, isMapping, type Entry, type Origin } from './entries.js';
import { problemAt, type Place, type RecipeProblem } from './problem.js';
import { readValue, type Source } from './source.js';

/** One parameter of one op, set from outside. */
export interface OpSetting {
  /** Index of the op in `process`, from 0. */
  index: number;
  op: string;
  param: string;
  value: unknown;
  origin: Origin;
  place: Place;
}

/** What overrides come to. */
export interface Overrides {
  entries: Entry[];
  ops: OpSetting[];
}

/** Prefix of the environment's variables. */
export const SET_PREFIX = 'JUICER_SET_';

interface Given {
  name: string;
  text: string;
  origin: Origin;
  place: Place;
}

/** Reads variables, then flags. An empty variable counts as not given. */
export function readOverrides(
  set: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  problems: RecipeProblem[],
): Overrides {
  const overrides: Overrides = { entries: [], ops: [] };
  for (const given of [...fromEnvironment(env), ...fromFlags(set, problems)]) {
    const source = readValue(given.text, given.place, problems);
    if (source === null) continue;
    if (given.name.startsWith('process.')) overrides.ops.push(...opSettings(given, source, problems));
    else overrides.entries.push(...collectEntries(source, given.origin, given.name, problems));
  }
  return overrides;
}

function fromFlags(set: readonly string[], problems: RecipeProblem[]): Given[] {
  return set.flatMap((flag) => {
    const at = flag.indexOf('=');
    const name = at < 0 ? flag : flag.slice(0, at);
    const place: Place = { file: `--set ${name}`, line: null, column: null };
    if (at > 0) return [{ name, text: flag.slice(at + 1), origin: 'flag' as const, place }];
    problems.push(problemAt(place, { code: 'E_USAGE', message: 'expected KEY=VALUE', key: name }));
    return [];
  });
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Given[] {
  return Object.entries(env).flatMap(([variable, text]) => {
    if (!variable.startsWith(SET_PREFIX) || !text) return [];
    const name = variable.slice(SET_PREFIX.length).toLowerCase().replaceAll('__', '.');
    return [
      { name, text, origin: 'environment' as const, place: { file: variable, line: null, column: null } },
    ];
  });
}

/** `process.1.text_length_filter.min_len=5`, or `process.1.text_length_filter={min_len: 5}`. */
function opSettings(given: Given, source: Source, problems: RecipeProblem[]): OpSetting[] {
  const match = /^process\.(\d{1,4})\.([^.]+)(?:\.(.+))?$/.exec(given.name);
  const [, index, op, param] = match ?? [];
  const { origin, place } = given;
  if (index !== undefined && op !== undefined) {
    const one = (name: string, value: unknown) => ({
      index: Number(index),
      op,
      param: name,
      value,
      origin,
      place,
    });
    if (param !== undefined) return [one(param, source.value)];
    if (isMapping(source.value)) return Object.entries(source.value).map(([name, value]) => one(name, value));
  }
  const hint = 'write process.INDEX.OP.PARAMETER=VALUE, the index from 0';
  problems.push(
    problemAt(place, { message: `${given.name} names no parameter of an op`, key: given.name, hint }),
  );
  return [];
}
