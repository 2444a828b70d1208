/** What a mapper gives for a row, checked and spelt as it is stored. */
import { JuicerError } from '../model/errors.js';
import type { MadeRow, Mapped } from '../ops/define.js';
import type { PreparedMapper } from '../ops/run.js';

/** A row that was made: its text, and the JSON of each field that is set. */
export interface Made {
  text: string;
  fields?: ReadonlyMap<string, string>;
}

/**
 * The rows of one result, in order; `before` is the text of the row that they are made of.
 * @throws JuicerError E_OP when a text is no string, a field is none that the op declares, or a value has no JSON.
 */
export function madeRows({ name, writes }: PreparedMapper, mapped: Mapped, before: string): Made[] {
  const list: readonly (string | MadeRow)[] = isList(mapped) ? mapped : [mapped];
  return list.map((row) => {
    if (typeof row === 'string') return { text: row };
    const text: unknown = row?.text ?? before;
    if (typeof row !== 'object' || row === null || typeof text !== 'string')
      throw new JuicerError('E_OP', `${name} gave something that is no text and no row`);
    return row.fields ? { text, fields: spelt(name, writes, row.fields) } : { text };
  });
}

function isList(mapped: Mapped): mapped is readonly (string | MadeRow)[] {
  return Array.isArray(mapped);
}

function spelt(op: string, writes: readonly string[], fields: object): Map<string, string> {
  return new Map(
    Object.entries(fields).map(([field, value]) => {
      if (!writes.includes(field))
        throw new JuicerError('E_OP', `${op} set field ${JSON.stringify(field)}, which it does not declare`);
      return [field, jsonOf(op, field, value)];
    }),
  );
}

function jsonOf(op: string, field: string, value: unknown): string {
  const json = typeof value === 'bigint' ? String(value) : JSON.stringify(value, finite);
  if (json === undefined)
    throw new JuicerError('E_OP', `${op} set field ${JSON.stringify(field)} to what has no JSON`);
  return json;
}

/** JSON.stringify would make null of it, and nobody would be told. */
function finite(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new JuicerError('E_OP', `${value} is no number that JSON has`);
  return value;
}
