/** What the parts of a condition do with the values of a row. */
import { JuicerError } from '../../model/errors.js';
import type { RowView } from '../define.js';
import { ExpressionError } from './expression-tokens.js';
import { canBeMember, compare, contains, isEqual, kindOf, MemberSet } from './values.js';

/** The value of a part of a condition for a row. */
export type Evaluate = (row: RowView) => unknown;

/** Operators that compare. */
export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | 'not in';

/** One link of a chain of comparisons: `< right`, and where the operator stands. */
export interface Link {
  operator: Operator;
  at: number;
  right: Evaluate;
}

/**
 * A chain of comparisons, true when all hold. All values are there before the first is compared. None on either side decides
 * the chain: it is in nothing and compares as false.
 */
export function comparison(source: string, first: Evaluate, links: readonly Link[]): Evaluate {
  return (row) => {
    let left = first(row);
    const rights = links.map(({ right }) => right(row));
    for (const [i, { operator, at }] of links.entries()) {
      const right = rights[i];
      if (kindOf(left) === 'none' || kindOf(right) === 'none') return operator === 'not in';
      const holds = compared(operator, left, right);
      if (holds === null)
        throw rowError(source, at, `${kindOf(left)} ${operator} ${kindOf(right)} cannot be told`);
      if (!holds) return false;
      left = right;
    }
    return true;
  };
}

/** Null when Python cannot tell. */
function compared(operator: Operator, left: unknown, right: unknown): boolean | null {
  if (operator === '==') return isEqual(left, right);
  if (operator === '!=') return !isEqual(left, right);
  if (operator === 'in') return contains(right, left);
  if (operator === 'not in') return inverted(contains(right, left));
  const order = compare(left, right);
  if (order === null) return null;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function inverted(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

/** A value with a sign before it. */
export function signed(value: Evaluate, sign: '+' | '-', place: { source: string; at: number }): Evaluate {
  return (row) => {
    const operand = value(row);
    if (kindOf(operand) !== 'number')
      throw rowError(place.source, place.at, `${sign} before ${kindOf(operand)}`);
    const number = typeof operand === 'bigint' ? operand : Number(operand);
    return sign === '-' ? -number : number;
  };
}

/** The value of a key in a mapping; None for what is no mapping or has no such key. */
export function member(value: Evaluate, key: string): Evaluate {
  return (row) => {
    const mapping = value(row);
    if (kindOf(mapping) !== 'mapping' || !Object.hasOwn(mapping as object, key)) return null;
    return (mapping as Record<string, unknown>)[key];
  };
}

/** A set of values. */
export function memberSet(items: readonly Evaluate[], place: { source: string; at: number }): Evaluate {
  return (row) => {
    const values = items.map((item) => item(row));
    const wrong = values.find((value) => !canBeMember(value));
    if (wrong !== undefined) throw rowError(place.source, place.at, `${kindOf(wrong)} cannot be in a set`);
    return new MemberSet(values);
  };
}

function rowError(source: string, at: number, problem: string): JuicerError {
  const { message } = new ExpressionError(source, at, problem);
  return new JuicerError('E_ROW', `filter_condition, ${message}`);
}
