/** Finds the known keys in a value: the flat and the nested spelling meet here. */
import { nearest } from '../model/nearest.js';
import { GROUPS, KEYS } from './keys.js';
import type { RecipeKey } from './key.js';
import { problemAt, type Place, type RecipeProblem } from './problem.js';
import type { Source } from './source.js';
import type { Path } from './tree.js';

/** Where a value comes from, strongest first. */
export type Origin = 'flag' | 'environment' | 'recipe' | 'default';

const STRENGTH: readonly Origin[] = ['default', 'recipe', 'environment', 'flag'];

/** Whether a value from `a` is to be taken when there is one from `b`; of two equal ones the later is. */
export function outranks(a: Origin, b: Origin): boolean {
  return STRENGTH.indexOf(a) >= STRENGTH.indexOf(b);
}

/** A known key that was given a value. */
export interface Entry {
  key: RecipeKey;
  value: unknown;
  place: Place;
  origin: Origin;
  source: Source;
  /** Where the value is in the source. */
  path: Path;
}

/**
 * All known keys in a source's value. `prefix` is the dotted key that the whole value was given to, null for a recipe.
 * Unknown keys go to `problems`.
 */
export function collectEntries(
  source: Source,
  origin: Origin,
  prefix: string | null,
  problems: RecipeProblem[],
): Entry[] {
  const entries: Entry[] = [];
  const visit = (value: unknown, name: string, path: Path): void => {
    const place = source.place(path);
    const key = KEYS.get(name);
    if (key) {
      entries.push({ key, value, place, origin, source, path });
    } else if (name === '' || GROUPS.has(name)) {
      if (isMapping(value)) {
        for (const [inner, member] of Object.entries(value))
          visit(member, name === '' ? inner : `${name}.${inner}`, [...path, inner]);
      } else {
        const what = name === '' ? 'recipe' : name;
        problems.push(
          problemAt(place, { message: `${what}: expected a mapping, found ${show(value)}`, key: name }),
        );
      }
    } else {
      problems.push(unknownKey(name, place));
    }
  };
  visit(source.value, prefix ?? '', []);
  return entries;
}

/** Whether a value is a map of keys. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as messages show it: scalars that are short, of all else what it is. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string' && value.length > 40) return `a text of ${value.length} characters`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** `; did you mean …?` as a hint, or null when nothing is near. */
export function suggestion(name: string, candidates: Iterable<string>): string | null {
  const [best] = nearest(name, candidates, 1);
  return best === undefined ? null : `did you mean "${best}"?`;
}

function unknownKey(name: string, place: Place): RecipeProblem {
  const shown = name.length <= 80 ? name : `${name.slice(0, 80)}…`;
  // The distance is quadratic in the length: a name far longer than any key is near none.
  const hint = name.length <= 80 ? suggestion(name, candidatesFor(name)) : null;
  return problemAt(place, { message: `unknown key ${JSON.stringify(shown)}`, key: shown, hint });
}

/** Inside a group its own keys come first. */
function candidatesFor(name: string): string[] {
  const all = [...KEYS.keys(), ...GROUPS];
  const group = name.includes('.') ? name.slice(0, name.indexOf('.') + 1) : '';
  const siblings = all.filter((key) => group !== '' && key.startsWith(group));
  return siblings.length > 0 ? siblings : all;
}
