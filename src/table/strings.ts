/** Columns from and to JavaScript values. */
import { JuicerError } from '../model/errors.js';
import { Validity, bitmapBytes, isNull, setBit } from './bitmap.js';
import type { Column, ColumnRole, TextColumn } from './column.js';
import { utf8Text } from './member-key.js';

const MAX_BYTES = 2 ** 31 - 1;

/** The types a statistic can be stored in. */
export type StatColumnType = 'int64' | 'double' | 'utf8' | 'bool' | 'json';

type StatColumnValue = number | string | boolean | object | null;

/** The text of row `i`, null when the row has none. In a json column it is the value of a JSON string. */
export function textAt(column: TextColumn, i: number): string | null {
  const raw = jsonAt(column, i);
  if (raw === null || column.kind === 'utf8') return raw;
  const value: unknown = JSON.parse(raw);
  return typeof value === 'string' ? value : null;
}

/** The stored text of row `i` (in a json column the raw JSON text), null when there is none. */
export function jsonAt(column: TextColumn, i: number): string | null {
  if (isNull(column, i)) return null;
  return utf8Text(column.values, column.offsets[i] as number, column.offsets[i + 1] as number);
}

/**
 * A column of texts: utf8, or json when a string has a lone surrogate, which UTF-8 cannot hold.
 * @throws JuicerError E_LIMIT when the texts have 2 GiB or more.
 */
export function textColumn(name: string, role: ColumnRole, values: readonly (string | null)[]): TextColumn {
  if (values.every((value) => value === null || isWellFormed(value)))
    return build(name, role, values, 'utf8');
  const spelt = values.map((value) => (value === null ? null : JSON.stringify(value)));
  return build(name, role, spelt, 'json');
}

/**
 * A column of JSON texts.
 * @throws JuicerError E_LIMIT when the texts have 2 GiB or more.
 */
export function jsonColumn(name: string, role: ColumnRole, texts: readonly (string | null)[]): TextColumn {
  return build(name, role, texts, 'json');
}

function build(
  name: string,
  role: ColumnRole,
  texts: readonly (string | null)[],
  kind: TextColumn['kind'],
): TextColumn {
  let bytes = 0;
  for (const text of texts) if (text !== null) bytes += Buffer.byteLength(text);
  if (bytes > MAX_BYTES)
    throw new JuicerError('E_LIMIT', `column "${name}" has ${bytes} bytes in one batch, the limit is 2 GiB`);
  const values = Buffer.allocUnsafeSlow(bytes);
  const offsets = new Int32Array(texts.length + 1);
  const validity = new Validity(texts.length);
  let pos = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as string | null;
    if (text !== null) {
      validity.set(i);
      pos += values.write(text, pos);
    }
    offsets[i + 1] = pos;
  }
  return { name, role, kind, validity: validity.finish(), offsets, values };
}

function isWellFormed(text: string): boolean {
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed();
}

/**
 * A column of role stat.
 * @throws JuicerError E_OP when a value is not of the type (a double must be finite, an int64 a safe integer).
 */
export function statColumn(name: string, type: StatColumnType, values: readonly StatColumnValue[]): Column {
  const wrong = values.find((value) => value !== null && !isOfType(value, type));
  if (wrong !== undefined) throw new JuicerError('E_OP', `stat "${name}" has a value that is no ${type}`);
  if (type === 'utf8') return textColumn(name, 'stat', values as readonly (string | null)[]);
  if (type === 'json') {
    const spelt = values.map((value) => (value === null ? null : JSON.stringify(value)));
    return build(name, 'stat', spelt, 'json');
  }
  const validity = new Validity(values.length);
  values.forEach((value, i) => {
    if (value !== null) validity.set(i);
  });
  const base = { name, role: 'stat' as const, validity: validity.finish() };
  if (type === 'int64')
    return { ...base, kind: type, values: BigInt64Array.from(values, (v) => BigInt(Number(v ?? 0))) };
  if (type === 'double')
    return { ...base, kind: type, values: Float64Array.from(values, (v) => Number(v ?? 0)) };
  const bits = new Uint8Array(bitmapBytes(values.length));
  values.forEach((value, i) => {
    if (value === true) setBit(bits, i);
  });
  return { ...base, kind: type, values: bits };
}

function isOfType(value: StatColumnValue, type: StatColumnType): boolean {
  if (type === 'json') return typeof value !== 'number' || Number.isFinite(value);
  if (type === 'utf8') return typeof value === 'string';
  if (type === 'bool') return typeof value === 'boolean';
  return type === 'int64' ? Number.isSafeInteger(value) : Number.isFinite(value);
}
