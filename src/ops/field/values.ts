/** Values as Python compares them: what a field of JSON can be, and tuples and sets of an expression. */

/** A tuple; lists are arrays. */
export class Tuple {
  constructor(readonly items: readonly unknown[]) {}
}

/** A set, which may hold equal members. */
export class MemberSet {
  constructor(readonly items: readonly unknown[]) {}
}

type Kind = 'none' | 'number' | 'text' | 'list' | 'tuple' | 'set' | 'mapping';

/** What a value is, in words; truth values are numbers. */
export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof MemberSet) return 'set';
  return typeof value === 'object' ? 'mapping' : 'number';
}

/** Whether a value counts as true: not None, not zero, not empty. */
export function isTrue(value: unknown): boolean {
  const kind = kindOf(value);
  if (kind === 'mapping') return Object.keys(value as object).length > 0;
  const items = itemsOf(value);
  return items ? items.length > 0 : Boolean(value);
}

/** `==`. Numbers and truth values are equal by their value; a list is no tuple. */
export function isEqual(a: unknown, b: unknown): boolean {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === 'none') return true;
  if (kind === 'text') return a === b;
  if (kind === 'number') return Number.isNaN(a) || Number.isNaN(b) ? false : order(a, b) === 0;
  if (kind === 'mapping') return isSameMapping(a as object, b as object);
  const [first, second] = [itemsOf(a) ?? [], itemsOf(b) ?? []];
  if (kind === 'set') return isSubset(first, second) && isSubset(second, first);
  return first.length === second.length && first.every((item, i) => isEqual(item, second[i]));
}

/**
 * Less than 0, 0 or more than 0, as `a` comes before, with or after `b`; null when they have no order. Text is in the order
 * of its code points.
 */
export function compare(a: unknown, b: unknown): number | null {
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return null;
  if (kind === 'number') return order(a, b);
  if (kind === 'text') return compareTexts(a as string, b as string);
  if (kind !== 'list' && kind !== 'tuple') return null;
  const [first, second] = [itemsOf(a) ?? [], itemsOf(b) ?? []];
  for (let i = 0; i < first.length && i < second.length; i++)
    if (!isEqual(first[i], second[i])) return compare(first[i], second[i]);
  return first.length - second.length;
}

/** `item in container`; null where one cannot look for the item: in a number, in a text for what is no text. */
export function contains(container: unknown, item: unknown): boolean | null {
  const kind = kindOf(container);
  if (kind === 'text') return typeof item === 'string' ? (container as string).includes(item) : null;
  if (kind === 'set' && !canBeMember(item)) return null;
  if (kind === 'mapping') {
    if (!canBeMember(item)) return null;
    return typeof item === 'string' && Object.hasOwn(container as object, item);
  }
  return itemsOf(container)?.some((other) => isEqual(item, other)) ?? null;
}

/** Whether a set can hold a value: not if that is, or has in it, a list, a set or a mapping. */
export function canBeMember(value: unknown): boolean {
  if (value instanceof Tuple) return value.items.every(canBeMember);
  return typeof value !== 'object' || value === null;
}

function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return value instanceof Tuple || value instanceof MemberSet ? value.items : null;
}

function order(a: unknown, b: unknown): number {
  const [first, second] = [asNumber(a), asNumber(b)];
  if (first < second) return -1;
  return first > second ? 1 : 0;
}

function asNumber(value: unknown): number | bigint {
  return typeof value === 'bigint' ? value : Number(value);
}

function isSubset(some: readonly unknown[], all: readonly unknown[]): boolean {
  return some.every((item) => all.some((other) => isEqual(item, other)));
}

function isSameMapping(a: object, b: object): boolean {
  const [first, second] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return first.length === second.size && first.every(([k, v]) => second.has(k) && isEqual(v, second.get(k)));
}

function compareTexts(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  return placeOf(a.charCodeAt(i)) - placeOf(b.charCodeAt(i));
}

/** Halves of a pair stand for characters beyond all that have one unit. */
function placeOf(unit: number): number {
  return (unit & 0xf800) === 0xd800 ? unit + 0x10000 : unit;
}
