/** Which characters differ in case only, for patterns that ignore it. */
import { CodePointRanges, type CodePointRange } from '../code-point-ranges.js';
import type { Dialect } from './dialect.js';

/** All cased letters are below. */
const LAST_CASED = 0x1ffff;
const DOTTED_CAPITAL = 0x130;
const DOTLESS_SMALL = 0x131;
/** Small letters that fold together and have no single capital. */
const SMALL_PAIRS = [
  [0x390, 0x1fd3],
  [0x3b0, 0x1fe3],
  [0xfb05, 0xfb06],
] as const;

let groups: Map<number, number[]> | undefined;

/** A set with what differs in case from a member. */
export function withCaseVariants(set: CodePointRanges, dialect: Dialect): CodePointRanges {
  const more: CodePointRange[] = [];
  for (const group of caseGroups().values()) {
    if (group.some((code) => set.has(code))) for (const code of group) more.push([code, code]);
  }
  for (const code of variantsOfI(set, dialect)) more.push([code, code]);
  return CodePointRanges.of([...set.ranges, ...more]);
}

/** The Turkish letters: all four are one for `re`; for `regex` a letter has its partners in either language only. */
function variantsOfI(set: CodePointRanges, { name }: Dialect): number[] {
  const dotted = [0x69, DOTTED_CAPITAL];
  const dotless = [0x49, DOTLESS_SMALL];
  const pairs = name === 're' ? [[...dotted, ...dotless]] : [dotted, dotless];
  return pairs.filter((pair) => pair.some((code) => set.has(code))).flat();
}

/** Letters of more than one case, by what they become when raised and then lowered. */
function caseGroups(): Map<number, number[]> {
  if (groups) return groups;
  const all = new Map<number, number[]>();
  const partners = new Map<number, number>(SMALL_PAIRS);
  for (let code = 0; code <= LAST_CASED; code++) {
    if (code === DOTTED_CAPITAL || code === DOTLESS_SMALL || !isCased(code)) continue;
    const key = partners.get(code) ?? single(single(code, 'toUpperCase'), 'toLowerCase');
    const group = all.get(key);
    if (group) group.push(code);
    else all.set(key, [code]);
  }
  groups = new Map([...all].filter(([, codes]) => codes.length > 1));
  return groups;
}

function isCased(code: number): boolean {
  const character = String.fromCodePoint(code);
  return character.toLowerCase() !== character || character.toUpperCase() !== character;
}

function single(code: number, change: 'toUpperCase' | 'toLowerCase'): number {
  const changed = String.fromCodePoint(code)[change]();
  const first = changed.codePointAt(0) ?? code;
  return changed.length === (first > 0xffff ? 2 : 1) ? first : code;
}
