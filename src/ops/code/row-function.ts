/** Calls a function that a recipe brings along with a row as a plain object, and takes what it gives for the row. */
import { JuicerError } from '../../model/errors.js';
import type { MadeRow, RowView } from '../define.js';

/** Gets a row, gives the changed row or its text. */
export type RowFunction = (row: Record<string, unknown>) => unknown;

/** How errors name the op, and the fields that it may set besides the text. */
export interface RowCall {
  op: string;
  fields: readonly string[];
}

/**
 * The row as the function leaves it. `text` is the text, whatever field it stands in; fields that are not given back stay.
 * @throws JuicerError E_OP when the function gives neither a text nor a row, or changes a field that is not among those that
 *   it may; whatever the function throws.
 */
export function calledWith(call: RowFunction, row: RowView, { op, fields }: RowCall): string | MadeRow {
  const given = plainRow(row, fields);
  const before = new Map(fields.map((name) => [name, JSON.stringify(given[name])]));
  const result = call({ ...given });
  if (typeof result === 'string') return result;
  if (!isRow(result)) throw new JuicerError('E_OP', `${op}: the function gave ${nameOf(result)}: ${ADVICE}`);
  const { text = row.text, ...others } = result;
  if (typeof text !== 'string') throw new JuicerError('E_OP', `${op}: text is ${nameOf(text)}, not a string`);
  const set: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    if (fields.includes(name)) {
      if (typeof value === 'bigint' || JSON.stringify(value) !== before.get(name)) set[name] = value;
    } else if (!Object.is(value, given[name])) throw undeclared(op, name);
  }
  return Object.keys(set).length > 0 ? { text, fields: set } : text;
}

const ADVICE = 'it has to give the row, or its text, at once';

/** Values that may not be changed are frozen: a change in place would be lost without a word. */
function plainRow(row: RowView, fields: readonly string[]): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name of row.names) {
    const value = row.field(name);
    if (value === undefined) continue;
    const own = typeof value === 'object' ? structuredClone(value) : value;
    plain[name] = fields.includes(name) ? own : frozen(own);
  }
  plain.text = row.text;
  return plain;
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isPromise(value);
}

function isPromise(value: object): boolean {
  return typeof (value as { then?: unknown }).then === 'function';
}

function nameOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return isPromise(value) ? 'a promise' : 'an object';
  return `a ${typeof value}`;
}

function undeclared(op: string, name: string): JuicerError {
  return new JuicerError('E_OP', `${op}: the function set field ${JSON.stringify(name)}`, {
    hint: `name it in the parameter fields of ${op}`,
  });
}
