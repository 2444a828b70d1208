/**
 * Rows of Arrow record batches as JSON lines, without loss where JSON has a form for a value: integers of any width and
 * decimals by their digits, floats with a point, dates and times by ISO 8601. What JSON has no number for (NaN, infinities)
 * is a string, bytes are base64, a map with string keys is an object.
 */
import { DataType, Precision, TimeUnit, type Data, type RecordBatch, type Type } from 'apache-arrow';
import { JuicerError } from '../model/errors.js';
import { bytesOf, isBytes, isText } from './arrow-bytes.js';

/** The JSON of one value of a column. */
type Writer = (row: number) => string;

/**
 * The rows of a batch, each a line.
 * @throws JuicerError E_UNSUPPORTED that names a column whose type has no JSON form here.
 */
export function jsonLines(batch: RecordBatch): Buffer {
  const members = batch.schema.fields.map((field, i) => ({
    key: `${i === 0 ? '{' : ','}${JSON.stringify(field.name)}:`,
    write: writerOf(batch.data.children[i] as Data, field.name),
  }));
  const lines: string[] = [];
  for (let row = 0; row < batch.numRows; row++) {
    let line = members.length === 0 ? '{' : '';
    for (const { key, write } of members) line += key + write(row);
    lines.push(`${line}}\n`);
  }
  return Buffer.from(lines.join(''));
}

function writerOf(data: Data, name: string): Writer {
  const write = valueWriter(data, name);
  if (data.nullCount === 0 || DataType.isNull(data.type)) return write;
  return (row) => (data.getValid(row) ? write(row) : 'null');
}

function valueWriter(data: Data, name: string): Writer {
  const { type } = data;
  if (DataType.isNull(type)) return () => 'null';
  if (DataType.isInt(type)) return (row) => String((data.values as BigInt64Array)[row]);
  if (DataType.isFloat(type)) return floats(data, type.precision);
  if (DataType.isBool(type)) return (row) => String(bit(data.values as Uint8Array, data.offset + row));
  if (isText(type) || isBytes(type)) return bytesWriter(data);
  return timeWriter(data) ?? nestedWriter(data, name) ?? otherWriter(data, name);
}

function floats(data: Data, precision: Precision): Writer {
  if (precision !== Precision.HALF) return (row) => floatText((data.values as Float64Array)[row] as number);
  return (row) => floatText(halfOf((data.values as Uint16Array)[row] as number));
}

/** A float always has a point or an exponent, so that it is read as one again. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function bit(bytes: Uint8Array, at: number): boolean {
  return (((bytes[at >> 3] as number) >> (at & 7)) & 1) === 1;
}

function bytesWriter(data: Data): Writer {
  const encoding = isText(data.type) ? 'utf8' : 'base64';
  const bytes = bytesOf(data);
  return (row) => JSON.stringify(bytes(row).toString(encoding));
}

const UNIT_DIGITS: Record<TimeUnit, number> = {
  [TimeUnit.SECOND]: 0,
  [TimeUnit.MILLISECOND]: 3,
  [TimeUnit.MICROSECOND]: 6,
  [TimeUnit.NANOSECOND]: 9,
};

function timeWriter(data: Data): Writer | null {
  const { type } = data;
  const values = data.values as ArrayLike<number | bigint>;
  const at = (row: number): bigint => BigInt(values[row] as number | bigint);
  if (DataType.isDate(type)) {
    const perDay = values instanceof Int32Array ? 1n : 86_400_000n;
    return (row) => JSON.stringify(dateText(floorDiv(at(row), perDay)));
  }
  if (DataType.isTimestamp(type)) {
    const zone = type.timezone ? 'Z' : '';
    return (row) => JSON.stringify(timestampText(at(row), UNIT_DIGITS[type.unit]) + zone);
  }
  if (DataType.isTime(type)) return (row) => JSON.stringify(clockText(at(row), UNIT_DIGITS[type.unit]));
  return DataType.isDuration(type) ? (row) => String(at(row)) : null;
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function dateText(days: bigint): string {
  const iso = new Date(Number(days) * 86_400_000).toISOString();
  return iso.slice(0, iso.indexOf('T'));
}

function timestampText(value: bigint, digits: number): string {
  const perDay = 86_400n * 10n ** BigInt(digits);
  const days = floorDiv(value, perDay);
  return `${dateText(days)}T${clockText(value - days * perDay, digits)}`;
}

function clockText(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const seconds = Number(value / unit);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  return digits === 0 ? clock : `${clock}.${String(value % unit).padStart(digits, '0')}`;
}

function nestedWriter(data: Data, name: string): Writer | null {
  const { type } = data;
  if (DataType.isStruct(type)) return structWriter(data, name);
  if (DataType.isMap(type)) return mapWriter(data, name);
  if (DataType.isFixedSizeList(type)) {
    const write = writerOf(data.children[0] as Data, name);
    const size = type.listSize;
    return (row) => listText(write, row * size, (row + 1) * size);
  }
  if (!DataType.isList(type) && !DataType.isLargeList(type)) return null;
  const write = writerOf(data.children[0] as Data, name);
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint>;
  return (row) => listText(write, Number(offsets[row]), Number(offsets[row + 1]));
}

function structWriter(data: Data, name: string): Writer {
  const fields = (data.type as DataType<Type.Struct>).children;
  const members = fields.map((field, i) => ({
    key: JSON.stringify(field.name),
    write: writerOf(data.children[i] as Data, `${name}.${field.name}`),
  }));
  return (row) => `{${members.map(({ key, write }) => `${key}:${write(row)}`).join(',')}}`;
}

/** Keys that are no strings make it a list of pairs. */
function mapWriter(data: Data, name: string): Writer {
  const [keys, values] = (data.children[0] as Data).children as [Data, Data];
  const [key, value] = [writerOf(keys, name), writerOf(values, name)];
  const named = isText(keys.type);
  const offsets = data.valueOffsets as Int32Array;
  const entry = (i: number): string => (named ? `${key(i)}:${value(i)}` : `[${key(i)},${value(i)}]`);
  return (row) => {
    const text = joined(entry, offsets[row] as number, offsets[row + 1] as number);
    return named ? `{${text}}` : `[${text}]`;
  };
}

function listText(write: Writer, from: number, to: number): string {
  return `[${joined(write, from, to)}]`;
}

function joined(write: Writer, from: number, to: number): string {
  const items: string[] = [];
  for (let i = from; i < to; i++) items.push(write(i));
  return items.join(',');
}

function otherWriter(data: Data, name: string): Writer {
  const { type } = data;
  if (DataType.isDecimal(type)) return (row) => decimalText(data, row, type.scale);
  if (DataType.isDictionary(type)) return dictionaryWriter(data, name);
  throw new JuicerError(
    'E_UNSUPPORTED',
    `column "${name}" has the type ${String(type)}, which cannot be read`,
  );
}

function dictionaryWriter(data: Data, name: string): Writer {
  const chunks = data.dictionary?.data ?? [];
  const writers = chunks.map((chunk) => ({ length: chunk.length, write: writerOf(chunk, name) }));
  const indices = data.values as Int32Array;
  return (row) => {
    let index = Number(indices[row]);
    for (const { length, write } of writers) {
      if (index < length) return write(index);
      index -= length;
    }
    throw new JuicerError('E_CHECKPOINT', `column "${name}" has an index beyond its dictionary`);
  };
}

/** All digits, with as many behind the point as the scale says. */
function decimalText(data: Data, row: number, scale: number): string {
  const words = data.values as Uint32Array;
  const stride = data.stride;
  let value = 0n;
  for (let k = stride - 1; k >= 0; k--) value = (value << 32n) | BigInt(words[row * stride + k] as number);
  value = BigInt.asIntN(stride * 32, value);
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
